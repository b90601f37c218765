package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.dataset.method.Signature;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The annotated methods of a user's class, each name once.
 *
 * @param generators by name
 * @param preprocessors by dataset and name
 * @param refused those that are not as their annotation demands
 */
record DatasetMethods(
    Map<String, GeneratorMethod> generators,
    Map<Name, PreprocessorMethod> preprocessors,
    List<Refused> refused) {

  /** The name of a preprocessor. */
  record Name(String dataset, String preprocessor) implements Comparable<Name> {
    private static final Comparator<Name> ORDER =
        Comparator.comparing(Name::dataset).thenComparing(Name::preprocessor);

    @Override
    public int compareTo(Name other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * A method that cannot be used.
   *
   * @param dataset which it was to make, or to derive from
   * @param preprocessor its name, if it is one
   */
  record Refused(String dataset, Optional<String> preprocessor, UserError reason) {}

  static DatasetMethods of(DatasetClassLoader loader) throws IOException {
    try {
      List<Method> methods = new ArrayList<>();
      addMethods(Class.forName(DatasetClasses.CLASS_NAME, false, loader), methods);
      methods.sort(Comparator.comparing(Method::toString));
      DatasetMethods checked =
          new DatasetMethods(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
      byName(methods, Generator.class, DatasetMethods::name).forEach(checked::addGenerator);
      byName(methods, Preprocessor.class, DatasetMethods::preprocessorName)
          .forEach(checked::addPreprocessor);
      return checked;
    } catch (ClassNotFoundException | NoClassDefFoundError | TypeNotPresentException e) {
      loader.refuseUnreadable(e);
      throw new UserError(
          DatasetSource.FILE_NAME + " needs a class that is in no lib/*.jar: " + e.getMessage(), e);
    }
  }

  private static void addMethods(Class<?> type, List<Method> methods) {
    methods.addAll(Arrays.asList(type.getDeclaredMethods()));
    for (Class<?> nested : type.getDeclaredClasses()) {
      addMethods(nested, methods);
    }
  }

  private static <K> Map<K, List<Method>> byName(
      List<Method> methods, Class<? extends Annotation> annotation, Function<Method, K> name) {
    return methods.stream()
        .filter(method -> method.isAnnotationPresent(annotation))
        .collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
  }

  private static String name(Method method) {
    return Signature.nameOr(method.getAnnotation(Generator.class).name(), method);
  }

  private static Name preprocessorName(Method method) {
    Preprocessor annotation = method.getAnnotation(Preprocessor.class);
    return new Name(annotation.dataset(), Signature.nameOr(annotation.name(), method));
  }

  private void addGenerator(String name, List<Method> methods) {
    try {
      refuseTwice("datasets are called \"" + name + "\"", methods);
      generators.put(name, GeneratorMethod.of(methods.get(0)));
    } catch (UserError e) {
      refused.add(new Refused(name, Optional.empty(), e));
    }
  }

  private void addPreprocessor(Name name, List<Method> methods) {
    if (isRefused(name.dataset())) {
      return; // Who asks for it hears of its dataset.
    }
    try {
      refuseTwice(
          "preprocessors of %s are called \"%s\"".formatted(name.dataset(), name.preprocessor()),
          methods);
      preprocessors.put(name, PreprocessorMethod.of(methods.get(0), generators));
    } catch (UserError e) {
      refused.add(new Refused(name.dataset(), Optional.of(name.preprocessor()), e));
    }
  }

  private boolean isRefused(String dataset) {
    return refused.stream()
        .anyMatch(method -> method.dataset().equals(dataset) && method.preprocessor().isEmpty());
  }

  private static void refuseTwice(String what, List<Method> methods) {
    if (methods.size() > 1) {
      throw new UserError(
          "two %s: %s and %s; give one of them another name"
              .formatted(what, Signature.nameOf(methods.get(0)), Signature.nameOf(methods.get(1))));
    }
  }

  /**
   * A dataset's generator.
   *
   * @throws UserError if there is none, or it is refused
   */
  GeneratorMethod generator(String name) {
    GeneratorMethod generator = generators.get(name);
    if (generator == null) {
      throw refusal(name, Optional.empty())
          .orElseGet(
              () ->
                  Signature.unknown(
                      "there is no dataset \"" + name + "\" in " + DatasetSource.FILE_NAME,
                      generators.keySet().stream()));
    }
    return generator;
  }

  /**
   * A preprocessor.
   *
   * @throws UserError if there is none, or it or its dataset is refused
   */
  PreprocessorMethod preprocessor(String dataset, String name) {
    generator(dataset);
    PreprocessorMethod preprocessor = preprocessors.get(new Name(dataset, name));
    if (preprocessor == null) {
      throw refusal(dataset, Optional.of(name))
          .orElseGet(
              () ->
                  Signature.unknown(
                      dataset + " has no preprocessor \"" + name + "\"",
                      preprocessors.keySet().stream()
                          .filter(known -> known.dataset().equals(dataset))
                          .map(Name::preprocessor)));
    }
    return preprocessor;
  }

  private Optional<UserError> refusal(String dataset, Optional<String> preprocessor) {
    return refused.stream()
        .filter(
            method ->
                method.dataset().equals(dataset) && method.preprocessor().equals(preprocessor))
        .map(Refused::reason)
        .findFirst();
  }
}

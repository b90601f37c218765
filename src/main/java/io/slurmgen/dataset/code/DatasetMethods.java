package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The annotated methods of a user's class, checked, each name once. */
record DatasetMethods(List<GeneratorMethod> generators, List<PreprocessorMethod> preprocessors) {
  static DatasetMethods of(DatasetClassLoader loader) throws IOException {
    try {
      List<Method> methods = new ArrayList<>();
      addMethods(Class.forName(DatasetClasses.CLASS_NAME, false, loader), methods);
      methods.sort(Comparator.comparing(Method::toString));
      Map<String, GeneratorMethod> generators = generators(methods);
      return new DatasetMethods(
          List.copyOf(generators.values()),
          List.copyOf(preprocessors(methods, generators).values()));
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

  private static Map<String, GeneratorMethod> generators(List<Method> methods) {
    Map<String, GeneratorMethod> byName = new TreeMap<>();
    for (Method method : methods) {
      if (method.isAnnotationPresent(Generator.class)) {
        GeneratorMethod generator = GeneratorMethod.of(method);
        GeneratorMethod other = byName.putIfAbsent(generator.name(), generator);
        if (other != null) {
          throw twice("datasets are called \"" + generator.name() + "\"", other.method(), method);
        }
      }
    }
    return byName;
  }

  private static Map<List<String>, PreprocessorMethod> preprocessors(
      List<Method> methods, Map<String, GeneratorMethod> generators) {
    Comparator<List<String>> order =
        Comparator.<List<String>, String>comparing(key -> key.get(0))
            .thenComparing(key -> key.get(1));
    Map<List<String>, PreprocessorMethod> byName = new TreeMap<>(order);
    for (Method method : methods) {
      if (method.isAnnotationPresent(Preprocessor.class)) {
        PreprocessorMethod preprocessor = PreprocessorMethod.of(method, generators);
        PreprocessorMethod other =
            byName.putIfAbsent(List.of(preprocessor.dataset(), preprocessor.name()), preprocessor);
        if (other != null) {
          throw twice(
              "preprocessors of " + other.dataset() + " are called \"" + other.name() + "\"",
              other.method(),
              method);
        }
      }
    }
    return byName;
  }

  private static UserError twice(String what, Method one, Method other) {
    return new UserError(
        "two %s: %s and %s; give one of them another name"
            .formatted(what, Signature.nameOf(one), Signature.nameOf(other)));
  }
}

package io.slurmgen.dataset.method;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Preprocessor;
import io.slurmgen.dataset.Sample;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;

/** A method with {@link Preprocessor}: its names, settings, types, and the function itself. */
public final class PreprocessorMethod {
  private static final MethodType CALL = MethodType.methodType(Object.class, Sample.class);

  private final Method method;
  private final String dataset;
  private final String name;
  private final TaskSettings settings;
  private final SampleTypes source;
  private final SampleTypes result;
  private final MethodHandle handle;

  private PreprocessorMethod(
      Method method,
      String dataset,
      String name,
      TaskSettings settings,
      SampleTypes source,
      SampleTypes result,
      MethodHandle handle) {
    this.method = method;
    this.dataset = dataset;
    this.name = name;
    this.settings = settings;
    this.source = source;
    this.result = result;
    this.handle = handle;
  }

  /**
   * A checked preprocessor.
   *
   * @param generators by name
   * @throws UserError if the method is not as {@link Preprocessor} describes it
   */
  public static PreprocessorMethod of(Method method, Map<String, GeneratorMethod> generators) {
    Preprocessor annotation = method.getAnnotation(Preprocessor.class);
    GeneratorMethod generator = generators.get(annotation.dataset());
    if (generator == null) {
      throw Signature.unknown(
          Signature.nameOf(method) + ": there is no dataset \"" + annotation.dataset() + "\"",
          generators.keySet().stream());
    }
    Signature signature =
        new Signature(
            method,
            "public static Sample<A, B> %s(%s sample)"
                .formatted(method.getName(), generator.types()));
    String name = signature.name(annotation.name());
    signature.check();
    signature.checkCount(1);
    Optional<SampleTypes> source = SampleTypes.of(method.getAnnotatedParameterTypes()[0]);
    if (source.filter(generator.types()::sameTypes).isEmpty()) {
      throw signature.error("it takes " + SampleTypes.shown(method.getGenericParameterTypes()[0]));
    }
    SampleTypes result =
        SampleTypes.of(method.getAnnotatedReturnType())
            .orElseThrow(
                () ->
                    signature.error(
                        "it returns " + SampleTypes.shown(method.getGenericReturnType())));
    return new PreprocessorMethod(
        method,
        generator.name(),
        name,
        TaskSettings.of(annotation, signature),
        generator.types(),
        result,
        signature.handle(CALL));
  }

  /**
   * The dataset whose samples it takes.
   *
   * @return the dataset's name
   */
  public String dataset() {
    return dataset;
  }

  /**
   * The name of the preprocessor.
   *
   * @return the name in the annotation or else the method's
   */
  public String name() {
    return name;
  }

  /**
   * What the annotation says about running the method.
   *
   * @return the settings
   */
  public TaskSettings settings() {
    return settings;
  }

  /**
   * The type of the features that it takes, as the generator declares it.
   *
   * @return X of {@code Sample<A, B> f(Sample<X, Y>)}
   */
  public AnnotatedType sourceFeaturesType() {
    return source.features();
  }

  /**
   * The type of the label that it takes, as the generator declares it.
   *
   * @return Y of {@code Sample<A, B> f(Sample<X, Y>)}
   */
  public AnnotatedType sourceLabelType() {
    return source.label();
  }

  /**
   * The declared type of the features that it makes.
   *
   * @return A of {@code Sample<A, B> f(Sample<X, Y>)}
   */
  public AnnotatedType resultFeaturesType() {
    return result.features();
  }

  /**
   * The declared type of the label that it makes.
   *
   * @return B of {@code Sample<A, B> f(Sample<X, Y>)}
   */
  public AnnotatedType resultLabelType() {
    return result.label();
  }

  /**
   * Derives a sample. Several threads may do so at once, as far as the user's method allows.
   *
   * @param sample of the source's types
   * @return what the method makes of it
   * @throws GeneratorException if the method throws or returns null
   */
  public Sample<?, ?> apply(Sample<?, ?> sample) {
    Object made;
    try {
      made = (Object) handle.invokeExact((Sample<?, ?>) sample);
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
    if (made instanceof Sample<?, ?> derived) {
      return derived;
    }
    throw GeneratorException.of(method, "gave " + made + " and not a sample");
  }

  /** The method as a person finds it: {@code Datasets.noisySine}. */
  @Override
  public String toString() {
    return Signature.nameOf(method);
  }
}

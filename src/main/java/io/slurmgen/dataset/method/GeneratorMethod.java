package io.slurmgen.dataset.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.params.Parameters;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.random.RandomGenerator;

/** A method with {@link Generator}: a dataset's name, settings, types, parameters and samples. */
public final class GeneratorMethod {
  private final Method method;
  private final String name;
  private final TaskSettings settings;
  private final GeneratorForm form;
  private final ParameterClass parameterClass;

  private GeneratorMethod(
      Method method,
      String name,
      TaskSettings settings,
      GeneratorForm form,
      ParameterClass parameterClass) {
    this.method = method;
    this.name = name;
    this.settings = settings;
    this.form = form;
    this.parameterClass = parameterClass;
  }

  /**
   * A checked generator.
   *
   * @throws UserError if the method is not as {@link Generator} describes it
   */
  public static GeneratorMethod of(Method method) {
    Signature signature = new Signature(method, GeneratorForm.expected(method));
    Generator annotation = method.getAnnotation(Generator.class);
    String name = signature.name(annotation.name());
    signature.check();
    GeneratorForm form = GeneratorForm.of(signature);
    return new GeneratorMethod(
        method,
        name,
        TaskSettings.of(annotation, signature),
        form,
        ParameterClass.of(name, form.parameters(), signature));
  }

  /**
   * The name of the dataset.
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
   * The declared type of the features.
   *
   * @return X of {@code Sample<X, Y>}, with its annotations
   */
  public AnnotatedType featuresType() {
    return form.types().features();
  }

  /**
   * The declared type of the label.
   *
   * @return Y of {@code Sample<X, Y>}, with its annotations
   */
  public AnnotatedType labelType() {
    return form.types().label();
  }

  /**
   * The parameters that these values mean: the defaults, except where given. An object given for a
   * nested class or record leaves what it does not name at the default; a list or map is replaced.
   *
   * @param given names and values
   * @return all parameters
   * @throws UserError if a name is unknown or a value of another type than its field; numbers,
   *     texts and booleans are not turned into each other
   */
  public Parameters parameters(ObjectNode given) {
    return parameterClass.parameters(given);
  }

  /**
   * The parameters that an object holds in its public fields; what it lacks is at the default. Its
   * class may be another class loader's copy of the parameter class, or a map.
   *
   * @param parameterObject names and values
   * @return all parameters
   * @throws UserError as {@link #parameters}
   */
  public Parameters parametersOf(Object parameterObject) {
    return parameterClass.parametersOf(parameterObject);
  }

  /**
   * Begins to make samples.
   *
   * @param size how many will be drawn at most
   * @param parameters of this generator
   * @param random what it draws from; to be restarted before each sample
   * @return the samples, perhaps infinitely many; to be closed
   * @throws GeneratorException if the method throws
   * @throws UserError if the parameter class has changed since the parameters were made
   */
  public SampleSource samples(long size, Parameters parameters, RandomGenerator random) {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    return form.start(size, parameterClass.object(parameters), random);
  }

  /** The types that a preprocessor of this dataset takes. */
  SampleTypes types() {
    return form.types();
  }

  /** The method as a person finds it: {@code Datasets.noisySine}. */
  @Override
  public String toString() {
    return Signature.nameOf(method);
  }
}

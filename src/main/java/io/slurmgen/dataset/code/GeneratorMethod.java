package io.slurmgen.dataset.code;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.params.Parameters;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A method with {@link Generator}: a dataset's name, settings, types, parameters and samples. */
public final class GeneratorMethod {
  private static final MethodType CALL =
      MethodType.methodType(Object.class, long.class, Object.class, RandomGenerator.class);
  private static final List<Class<?>> RETURNED =
      List.of(Stream.class, Iterator.class, Iterable.class);
  private static final AutoCloseable NOTHING_TO_CLOSE = () -> {};

  private final Method method;
  private final String name;
  private final TaskSettings settings;
  private final SampleTypes types;
  private final ParameterClass parameterClass;
  private final MethodHandle handle;

  private GeneratorMethod(
      Method method,
      String name,
      TaskSettings settings,
      SampleTypes types,
      ParameterClass parameterClass,
      MethodHandle handle) {
    this.method = method;
    this.name = name;
    this.settings = settings;
    this.types = types;
    this.parameterClass = parameterClass;
    this.handle = handle;
  }

  /**
   * A checked generator.
   *
   * @throws UserError if the method is not as {@link Generator} describes it
   */
  static GeneratorMethod of(Method method) {
    Signature signature =
        new Signature(
            method,
            "public static Stream<Sample<X, Y>> %s(long size, Params params, RandomGenerator random), or Iterator or Iterable"
                .formatted(method.getName()));
    Generator annotation = method.getAnnotation(Generator.class);
    String name = signature.name(annotation.name());
    signature.check(3);
    Class<?>[] arguments = method.getParameterTypes();
    if (arguments[0] != long.class) {
      throw signature.error("its first argument is " + arguments[0].getSimpleName() + ", not long");
    }
    if (arguments[2] != RandomGenerator.class) {
      throw signature.error(
          "its third argument is "
              + arguments[2].getName()
              + ", not "
              + RandomGenerator.class.getName());
    }
    return new GeneratorMethod(
        method,
        name,
        TaskSettings.of(annotation, signature),
        types(method, signature),
        ParameterClass.of(name, arguments[1], signature),
        handle(method, CALL));
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
    return types.features();
  }

  /**
   * The declared type of the label.
   *
   * @return Y of {@code Sample<X, Y>}, with its annotations
   */
  public AnnotatedType labelType() {
    return types.label();
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
   * Calls the generator.
   *
   * @param size how many samples will be drawn at most
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
    Object parameterObject = parameterClass.object(parameters);
    try {
      Object returned = (Object) handle.invokeExact(size, parameterObject, random);
      return source(returned);
    } catch (GeneratorException e) {
      throw e;
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
  }

  /** The types that a preprocessor of this dataset takes. */
  SampleTypes types() {
    return types;
  }

  Method method() {
    return method;
  }

  private SampleSource source(Object returned) {
    if (returned instanceof Stream<?> stream) {
      if (stream.isParallel()) {
        stream.close();
        throw GeneratorException.of(
            method, "returned a parallel stream, whose samples would not be reproducible");
      }
      return new SampleSource(method, stream.iterator(), stream);
    }
    Iterator<?> iterator =
        returned instanceof Iterable<?> iterable ? iterable.iterator() : (Iterator<?>) returned;
    if (iterator == null) {
      throw GeneratorException.of(method, "returned null");
    }
    AutoCloseable resource =
        Stream.of(iterator, returned)
            .filter(AutoCloseable.class::isInstance)
            .map(AutoCloseable.class::cast)
            .findFirst()
            .orElse(NOTHING_TO_CLOSE);
    return new SampleSource(method, iterator, resource);
  }

  private static SampleTypes types(Method method, Signature signature) {
    return RETURNED.stream()
        .map(type -> SampleTypes.argument(method.getAnnotatedReturnType(), type, 0))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(SampleTypes::of)
        .orElseThrow(
            () ->
                signature.error("it returns " + SampleTypes.shown(method.getGenericReturnType())));
  }

  static MethodHandle handle(Method method, MethodType call) {
    try {
      return MethodHandles.publicLookup().unreflect(method).asType(call);
    } catch (IllegalAccessException e) {
      throw new UserError(Signature.nameOf(method) + " cannot be called: " + e.getMessage(), e);
    }
  }

  /** The method as a person finds it: {@code Datasets.noisySine}. */
  @Override
  public String toString() {
    return Signature.nameOf(method);
  }
}

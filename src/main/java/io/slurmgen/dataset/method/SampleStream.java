package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Sample;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A generator that returns a stream, an iterator or an iterable of samples. */
record SampleStream(Method method, SampleTypes types, Class<?> parameters, MethodHandle handle)
    implements GeneratorForm {
  private static final MethodType CALL =
      MethodType.methodType(Object.class, long.class, Object.class, RandomGenerator.class);
  private static final List<Class<?>> RETURNED =
      List.of(Stream.class, Iterator.class, Iterable.class);
  private static final AutoCloseable NOTHING_TO_CLOSE = () -> {};

  static String expected(Method method) {
    return "public static Stream<Sample<X, Y>> %s(long size, Params params, RandomGenerator random), or Iterator or Iterable"
        .formatted(method.getName());
  }

  /** The form of a method that returns one of them. */
  static Optional<GeneratorForm> of(Signature signature) {
    Method method = signature.method();
    return RETURNED.stream()
        .map(type -> SampleTypes.argument(method.getAnnotatedReturnType(), type, 0))
        .flatMap(Optional::stream)
        .findFirst()
        .flatMap(SampleTypes::of)
        .map(types -> of(signature, types));
  }

  private static SampleStream of(Signature signature, SampleTypes types) {
    signature.checkCount(CALL.parameterCount());
    signature.checkArgument(0, long.class);
    signature.checkArgument(2, RandomGenerator.class);
    Method method = signature.method();
    return new SampleStream(method, types, method.getParameterTypes()[1], signature.handle(CALL));
  }

  @Override
  public SampleSource start(long size, Object parameters, RandomGenerator random) {
    try {
      return source((Object) handle.invokeExact(size, parameters, random));
    } catch (GeneratorException e) {
      throw e;
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
  }

  private SampleSource source(Object returned) {
    if (returned instanceof Stream<?> stream) {
      if (stream.isParallel()) {
        stream.close();
        throw GeneratorException.of(
            method, "returned a parallel stream, whose samples would not be reproducible");
      }
      return new Source(method, stream.iterator(), stream);
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
    return new Source(method, iterator, resource);
  }

  /** Either of hasNext and next may make the sample, so hasNext is asked once for each. */
  private record Source(Method method, Iterator<?> samples, AutoCloseable resource)
      implements SampleSource {
    @Override
    public Optional<Sample<?, ?>> draw(long index) {
      Object given;
      try {
        if (!samples.hasNext()) {
          return Optional.empty();
        }
        given = samples.next();
      } catch (Throwable e) {
        throw GeneratorException.of(method, e);
      }
      return GeneratorForm.sample(method, given);
    }

    @Override
    public void close() {
      try {
        resource.close();
      } catch (Throwable e) {
        throw GeneratorException.of(method, e);
      }
    }
  }
}

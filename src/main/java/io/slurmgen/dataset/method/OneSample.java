package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Sample;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A generator that makes one sample a call, perhaps by its index. */
record OneSample(Method method, SampleTypes types, Class<?> parameters, MethodHandle handle)
    implements GeneratorForm {
  private static final MethodType CALL =
      MethodType.methodType(Object.class, Object.class, RandomGenerator.class);
  private static final MethodType CALL_BY_INDEX = CALL.appendParameterTypes(long.class);

  static String expected(Method method) {
    return "public static Sample<X, Y> %s(Params params, RandomGenerator random), perhaps with a last argument long index"
        .formatted(method.getName());
  }

  /** The form of a method that returns a sample. */
  static Optional<GeneratorForm> of(Signature signature) {
    return SampleTypes.of(signature.method().getAnnotatedReturnType())
        .map(types -> of(signature, types));
  }

  private static OneSample of(Signature signature, SampleTypes types) {
    boolean takesIndex = signature.method().getParameterCount() > CALL.parameterCount();
    signature.checkCount(takesIndex ? CALL_BY_INDEX.parameterCount() : CALL.parameterCount());
    signature.checkArgument(1, RandomGenerator.class);
    if (takesIndex) {
      signature.checkArgument(2, long.class);
    }
    MethodHandle handle =
        takesIndex
            ? signature.handle(CALL_BY_INDEX)
            : MethodHandles.dropArguments(
                signature.handle(CALL), CALL.parameterCount(), long.class);
    Method method = signature.method();
    return new OneSample(method, types, method.getParameterTypes()[0], handle);
  }

  @Override
  public SampleSource start(long size, Object parameters, RandomGenerator random) {
    return new Source(method, handle, parameters, random);
  }

  private record Source(
      Method method, MethodHandle handle, Object parameters, RandomGenerator random)
      implements SampleSource {
    @Override
    public Optional<Sample<?, ?>> draw(long index) {
      Object given;
      try {
        given = (Object) handle.invokeExact(parameters, random, index);
      } catch (Throwable e) {
        throw GeneratorException.of(method, e);
      }
      return GeneratorForm.sample(method, given);
    }

    @Override
    public void close() {
      // Nothing of the user's is open between two calls.
    }
  }
}

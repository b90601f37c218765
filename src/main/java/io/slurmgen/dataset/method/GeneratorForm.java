package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Sample;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The way in which a generator gives its samples. */
interface GeneratorForm {
  /** The declarations of all forms, as errors show them. */
  static String expected(Method method) {
    return "%s, or %s".formatted(OneSample.expected(method), SampleStream.expected(method));
  }

  /** Tells the form of a method by what it returns, and checks the rest of it. */
  static GeneratorForm of(Signature signature) {
    return OneSample.of(signature)
        .or(() -> SampleStream.of(signature))
        .orElseThrow(
            () ->
                signature.error(
                    "it returns " + SampleTypes.shown(signature.method().getGenericReturnType())));
  }

  /** The types of its samples. */
  SampleTypes types();

  /** The class of its parameters. */
  Class<?> parameters();

  /**
   * Begins to make samples.
   *
   * @param size how many will be drawn at most
   * @param parameters an object of their class
   * @param random what it draws from
   * @throws GeneratorException if the user's code throws
   */
  SampleSource start(long size, Object parameters, RandomGenerator random);

  /** Takes what user code gave for a sample. */
  static Optional<Sample<?, ?>> sample(Method method, Object given) {
    if (given instanceof Sample<?, ?> sample) {
      return Optional.of(sample);
    }
    throw GeneratorException.of(method, "gave " + given + " and not a sample");
  }
}

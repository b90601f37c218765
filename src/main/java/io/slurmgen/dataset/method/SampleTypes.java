package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Sample;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * The two types of {@code Sample<X, Y>}, with their annotations.
 *
 * @param features X
 * @param label Y
 */
record SampleTypes(AnnotatedType features, AnnotatedType label) {
  /** The types, if this is Sample with both of them written out. */
  static Optional<SampleTypes> of(AnnotatedType sample) {
    return argument(sample, Sample.class, 0)
        .flatMap(x -> argument(sample, Sample.class, 1).map(y -> new SampleTypes(x, y)));
  }

  /** One type argument of exactly this class, if it is a definite type. */
  static Optional<AnnotatedType> argument(AnnotatedType type, Class<?> of, int index) {
    if (type instanceof AnnotatedParameterizedType parameterized
        && parameterized.getType() instanceof ParameterizedType plain
        && plain.getRawType() == of) {
      AnnotatedType argument = parameterized.getAnnotatedActualTypeArguments()[index];
      boolean definite =
          !(argument instanceof AnnotatedWildcardType || argument instanceof AnnotatedTypeVariable);
      return definite ? Optional.of(argument) : Optional.empty();
    }
    return Optional.empty();
  }

  boolean sameTypes(SampleTypes other) {
    return features.getType().equals(other.features.getType())
        && label.getType().equals(other.label.getType());
  }

  @Override
  public String toString() {
    return "Sample<" + shown(features.getType()) + ", " + shown(label.getType()) + ">";
  }

  /** A type as it is written with imports. */
  static String shown(Type type) {
    return type.getTypeName().replaceAll("\\b(?:\\w+[.$])+", "");
  }
}

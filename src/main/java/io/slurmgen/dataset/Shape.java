package io.slurmgen.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fixed lengths of an array, outermost first: every sample must have exactly these, and they
 * are not stored with each sample.
 *
 * <pre>{@code
 * Stream<Sample<@Shape(784) float[], Integer>> digits(…)
 *
 * record Picture(@Shape({28, 28}) byte[][] pixels, String title) {}
 * }</pre>
 *
 * <p>Written before the array's type as above, which Java attaches to the elements, or before its
 * first pair of brackets ({@code float @Shape(784) []}): both mean the same. An array without a
 * shape may have another length in every sample.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Shape {
  /**
   * As many lengths as the array has dimensions, each at least 1.
   *
   * @return the lengths, outermost first
   */
  int[] value();
}

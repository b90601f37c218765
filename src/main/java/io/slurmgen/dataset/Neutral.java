package io.slurmgen.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter that was added later, and whose default means "as before": a public field of a
 * parameter class that is left out of what identifies a parameter set while it has its default.
 *
 * <pre>{@code
 * public static class NoisySineParams {
 *   public double left = -1;
 *   public double right = 1;
 *
 *   @Neutral public double offset = 0;
 * }
 * }</pre>
 *
 * <p>The sets that were there keep their numbers, hashes and random numbers, and more samples can
 * be added to them; another offset makes a set of its own. The default of such a field is part of
 * its meaning and must not change any more: all sets that leave it out would silently mean the new
 * one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Neutral {}

package io.slurmgen.dataset;

/**
 * One sample: what is given and what is to be learnt from it.
 *
 * <p>Features and labels may be booleans, integer and floating-point numbers, strings, enums, one-
 * and two-dimensional arrays of primitives, records of all of these (also nested), or anything else
 * that Jackson can write, which is then kept as JSON text. The declared type arguments of a
 * generator's samples are the types that are stored.
 *
 * <pre>{@code
 * return new Sample<>(x, Math.sin(x));
 * }</pre>
 *
 * @param <X> the type of the features
 * @param <Y> the type of the label
 * @param features what is given
 * @param label what belongs to it
 */
public record Sample<X, Y>(X features, Y label) {}

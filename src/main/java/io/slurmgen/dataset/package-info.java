/**
 * The types that a user's {@code Datasets.java} is written with: {@link
 * io.slurmgen.dataset.Generator}, {@link io.slurmgen.dataset.Preprocessor}, {@link
 * io.slurmgen.dataset.Sample} and {@link io.slurmgen.dataset.Shape}.
 */
package io.slurmgen.dataset;

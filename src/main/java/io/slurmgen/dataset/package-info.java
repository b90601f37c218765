/**
 * What a user's {@code Datasets.java} is written with, and how it is found, compiled and called.
 *
 * <p>{@link io.slurmgen.dataset.Generator}, {@link io.slurmgen.dataset.Preprocessor}, {@link
 * io.slurmgen.dataset.Sample} and {@link io.slurmgen.dataset.Shape} are for users. The other types
 * are public for the rest of slurm-gen and may change.
 */
package io.slurmgen.dataset;

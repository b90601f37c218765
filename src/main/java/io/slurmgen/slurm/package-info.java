/**
 * Slurm as slurm-gen drives it: job arrays are submitted with {@code sbatch}, followed with {@code
 * squeue}, {@code sacct} and {@code scontrol}, ended with {@code scancel}.
 *
 * <p>Commands get lists of arguments, never a line for a shell; their formats are asked for
 * explicitly, and what they print is read by pure functions. Start at {@link
 * io.slurmgen.slurm.Slurm}.
 */
package io.slurmgen.slurm;

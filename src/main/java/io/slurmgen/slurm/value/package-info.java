/** Slurm's words: job ids, array indexes, memory, times, states, and words of a shell. */
package io.slurmgen.slurm.value;

/** Examination of a directory and its cluster: whether they are fit for slurm-gen. */
package io.slurmgen.doctor;

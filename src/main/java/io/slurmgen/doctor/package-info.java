/** What is examined to tell whether a directory and its cluster are fit for slurm-gen. */
package io.slurmgen.doctor;

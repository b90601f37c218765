/** From a request to its jobs: splitting, estimating, running here or on Slurm, following. */
package io.slurmgen.submission;

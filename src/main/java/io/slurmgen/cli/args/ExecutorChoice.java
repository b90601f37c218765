package io.slurmgen.cli.args;

/** The values of {@code --executor}. */
enum ExecutorChoice {
  /** Slurm where there is one, else this machine. */
  AUTO,
  /** Slurm. */
  SLURM,
  /** Threads of this machine. */
  LOCAL
}

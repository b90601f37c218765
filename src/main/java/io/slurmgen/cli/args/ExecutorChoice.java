package io.slurmgen.cli.args;

/** What {@code --executor} takes. */
enum ExecutorChoice {
  /** Slurm where there is one, else this machine. */
  AUTO,
  /** Slurm. */
  SLURM,
  /** Threads of this machine. */
  LOCAL
}

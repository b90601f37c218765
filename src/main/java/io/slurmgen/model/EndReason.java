package io.slurmgen.model;

/** Why a job ended without all its samples. */
public enum EndReason {
  /** The generator or preprocessor threw, or made a sample that does not fit its type. */
  GENERATOR,
  /** It reached its time limit. */
  TIMEOUT,
  /** It took more memory than it had. */
  OUT_OF_MEMORY,
  /** The node failed. */
  NODE_FAIL,
  /** Somebody cancelled it. */
  CANCELLED,
  /** It gave way to a more important job. */
  PREEMPTED,
  /** A signal ended it. */
  SIGNAL,
  /** The process is gone without a word. */
  LOST,
  /** It was never submitted. */
  NOT_SUBMITTED,
  /** Anything else; see the job's error. */
  OTHER
}

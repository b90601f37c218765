package io.slurmgen.segment.column;

/** A sample does not fit the declared types. The message says where in the sample, and why. */
public final class SampleMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SampleMismatchException(String where, String reason) {
    super(where + ": " + reason);
  }

  SampleMismatchException(String where, String reason, Throwable cause) {
    super(where + ": " + reason, cause);
  }
}

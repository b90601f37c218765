package io.slurmgen.task;

import java.io.IOException;

/** A generator gave fewer samples than it was asked for. */
final class OutOfSamplesException extends IOException {
  private static final long serialVersionUID = 1L;

  OutOfSamplesException(String message) {
    super(message);
  }
}

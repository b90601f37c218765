package io.slurmgen.catalog;

import java.io.IOException;

/**
 * The attempt is no longer the one that may record samples: its job was started again, given to
 * another submission, or cancelled. What the attempt made is not recorded.
 */
public final class SupersededException extends IOException {
  private static final long serialVersionUID = 1L;

  SupersededException(String message) {
    super(message);
  }
}

package io.slurmgen.segment;

import java.io.IOException;
import java.nio.file.Path;

/** A segment written by a later version of slurm-gen, in a format that this one does not know. */
public final class NewerSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  NewerSegmentException(Path path, int format, int known) {
    super(
        "%s has segment format %d; this slurm-gen reads up to %d: use a newer one"
            .formatted(path, format, known));
  }
}

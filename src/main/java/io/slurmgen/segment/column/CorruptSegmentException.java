package io.slurmgen.segment.column;

import java.io.IOException;
import java.nio.file.Path;

/** A segment's bytes are not what was written. Names the file, the place and the difference. */
public final class CorruptSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;
  private final long offsetBytes;

  public CorruptSegmentException(Path path, long offsetBytes, String expected, String actual) {
    super(
        "%s is damaged at byte %d: expected %s, found %s"
            .formatted(path, offsetBytes, expected, actual));
    this.path = path;
    this.offsetBytes = offsetBytes;
  }

  public CorruptSegmentException(Path path, long offsetBytes, String expected, Throwable cause) {
    this(path, offsetBytes, expected, cause.toString());
    initCause(cause);
  }

  /**
   * The damaged file.
   *
   * @return its path
   */
  public Path path() {
    return path;
  }

  /**
   * Where the damaged message begins.
   *
   * @return bytes from the file's start
   */
  public long offsetBytes() {
    return offsetBytes;
  }
}

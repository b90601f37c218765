package io.slurmgen.upkeep;

import java.nio.file.Path;

/**
 * Something on the disk that nobody needs.
 *
 * @param kind what it is
 * @param path the file, or the segment whose end it is
 * @param bytes how much of the disk it takes
 */
public record Leftover(Kind kind, Path path, long bytes) {

  /** The kinds of leftovers, in the words of a person who is told. */
  public enum Kind {
    /** A chunk that a killed process has not written to its end. */
    TORN_TAIL("torn tails"),
    /** Chunks at the end of a segment that were never recorded, and that were made again. */
    UNRECORDED_END("chunks that others have made again"),
    /** A segment of which nothing is recorded, and which holds nothing that is nowhere else. */
    SEGMENT("segments without a sample of their own"),
    /** Compiled classes of a finished submission. */
    CLASSES("classes of finished submissions"),
    /** Output of a finished submission's tasks. */
    LOG("logs of finished submissions"),
    /** A script that sbatch was given. */
    SCRIPT("batch scripts of finished submissions"),
    /** A file that a killed command has not put into its place. */
    TEMPORARY("temporary files of killed commands");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** Returns a text such as torn tails. */
    public String text() {
      return text;
    }
  }
}

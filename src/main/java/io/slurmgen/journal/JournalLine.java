package io.slurmgen.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A line of the {@link MoveJournal}: fields, each with a tab behind it, and the CRC-32C of the
 * bytes before it as 8 hexadecimal digits. The last line alone tells how far the journal goes.
 */
public sealed interface JournalLine permits MoveLine, SubmissionLine {

  /** The highest number that a move has in the journal up to this line, 0 if there is none. */
  long lastMove();

  /**
   * The highest number that a submission has in the journal up to this line, 0 if there is none.
   */
  long lastSubmission();

  /** The move or the submission, for people. */
  String what();

  /** The fields without checksum, each with a tab behind it. */
  String fields();

  /** The line with its end. */
  default String text() {
    return fields() + checksum(fields());
  }

  /**
   * Reads a line.
   *
   * @param line with its end, one character a byte
   * @return empty where it is not as it was written
   */
  static Optional<JournalLine> parse(String line) {
    String text = line.substring(0, line.lastIndexOf('\t') + 1);
    if (text.isEmpty() || !line.equals(text + checksum(text))) {
      return Optional.empty();
    }
    String[] fields = text.substring(0, text.length() - 1).split("\t", -1);
    try {
      return isSubmission(line) ? SubmissionLine.of(fields) : MoveLine.of(fields);
    } catch (IllegalArgumentException none) {
      return Optional.empty(); // Somebody has written the checksum to it.
    }
  }

  /** Whether a line, as it was written or with one byte damaged, is for a submission. */
  static boolean isSubmission(String line) {
    boolean isNumbered = !line.isEmpty() && line.charAt(0) >= '0' && line.charAt(0) <= '9';
    return line.startsWith(SubmissionLine.KIND + "\t")
        || (!isNumbered && line.chars().filter(c -> c == '\t').count() == SubmissionLine.FIELDS);
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "%08x\n".formatted(crc.getValue());
  }
}

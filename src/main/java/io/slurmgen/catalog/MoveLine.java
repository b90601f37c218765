package io.slurmgen.catalog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * A move as it stands in the {@link MoveJournal}.
 *
 * @param id the move's key in the catalog
 * @param dataset the dataset's name
 * @param hash of the parameters
 * @param group where the samples went
 * @param movedMillis when, since 1970-01-01 UTC
 * @param indexes of the samples
 */
record MoveLine(
    long id, String dataset, String hash, String group, long movedMillis, IndexRanges indexes) {

  private static final int FIELDS = 7;

  /** The line with its end: fields, tabs, and the CRC-32C of what is before it. */
  String text() {
    String text = start() + ranges() + "\t";
    return text + checksum(text);
  }

  private String start() {
    return String.join("\t", Long.toString(id), dataset, hash, group, Long.toString(movedMillis))
        + "\t";
  }

  private String ranges() {
    return indexes.ranges().stream()
        .map(range -> range.first() + "+" + range.samples())
        .collect(Collectors.joining(","));
  }

  /**
   * Reads a line.
   *
   * @param line with its end, one character a byte
   * @return empty where it is not as it was written
   */
  static Optional<MoveLine> parse(String line) {
    String text = line.substring(0, line.lastIndexOf('\t') + 1);
    String[] fields = text.split("\t", -1);
    if (fields.length != FIELDS || !line.equals(text + checksum(text))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new MoveLine(
              Long.parseLong(fields[0]),
              fields[1],
              fields[2],
              fields[3],
              Long.parseLong(fields[4]),
              parseRanges(fields[5])));
    } catch (IllegalArgumentException noMove) {
      return Optional.empty(); // Somebody has written the checksum to it.
    }
  }

  private static IndexRanges parseRanges(String text) {
    List<IndexRange> ranges = new ArrayList<>();
    for (String range : text.isEmpty() ? new String[0] : text.split(",")) {
      int plus = Math.max(0, range.indexOf('+'));
      long first = Long.parseLong(range.substring(0, plus));
      ranges.add(new IndexRange(first, Long.parseLong(range.substring(plus + 1))));
    }
    return new IndexRanges(ranges);
  }

  /** Whether another line is of the same move, though it may know fewer of its samples. */
  boolean isOfSameMove(MoveLine fewer) {
    return start().equals(fewer.start()) && fewer.indexes.minus(indexes).isEmpty();
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return "%08x\n".formatted(crc.getValue());
  }
}

package io.slurmgen.journal;

import io.slurmgen.layout.LegalName;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A move as it stands in the {@link MoveJournal}.
 *
 * @param id the move's key in the catalog
 * @param dataset the dataset's name
 * @param hash of the parameters
 * @param group where the samples went
 * @param movedMillis when, since 1970-01-01 UTC
 * @param indexes of the samples
 * @param seed of the parameter set; version 0.1.0 has not written it
 * @param lastSubmission the highest number of a submission before it, 0 if there is none
 */
public record MoveLine(
    long id,
    String dataset,
    String hash,
    String group,
    long movedMillis,
    IndexRanges indexes,
    OptionalLong seed,
    long lastSubmission)
    implements JournalLine {

  private static final int FIELDS = 8;

  /** Version 0.1.0 wrote the first six. */
  private static final int OLD_FIELDS = 6;

  /** Checks what a damaged catalog could have, and a rebuilt one would not take. */
  public MoveLine {
    LegalName.check("dataset", dataset);
    LegalName.check("group", group);
    if (hash == null || id <= 0) {
      throw new IllegalArgumentException("no move: %d of %s".formatted(id, hash));
    }
  }

  @Override
  public long lastMove() {
    return id;
  }

  @Override
  public String what() {
    return "move %d, of %d samples of %s to %s, indexes %s"
        .formatted(id, indexes.samples(), dataset, group, indexes.text());
  }

  @Override
  public String fields() {
    String old = start() + ranges() + "\t";
    return seed.isEmpty() ? old : old + seed.getAsLong() + "\t" + lastSubmission + "\t";
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

  /** Reads the fields; throws IllegalArgumentException where one cannot be. */
  static Optional<JournalLine> of(String[] fields) {
    boolean isOld = fields.length == OLD_FIELDS;
    if (!isOld && fields.length != FIELDS) {
      return Optional.empty();
    }
    return Optional.of(
        new MoveLine(
            Long.parseLong(fields[0]),
            fields[1],
            fields[2],
            fields[3],
            Long.parseLong(fields[4]),
            parseRanges(fields[5]),
            isOld ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(fields[6])),
            isOld ? 0 : Long.parseLong(fields[7])));
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

  /** With that seed where it has none. */
  MoveLine withSeed(OptionalLong known) {
    return seed.isPresent()
        ? this
        : new MoveLine(id, dataset, hash, group, movedMillis, indexes, known, lastSubmission);
  }

  /** Whether another line is of the same move, though it may know fewer of its samples. */
  public boolean isOfSameMove(MoveLine fewer) {
    boolean isSameSeed = seed.isEmpty() || fewer.seed.isEmpty() || seed.equals(fewer.seed);
    return start().equals(fewer.start()) && isSameSeed && fewer.indexes.minus(indexes).isEmpty();
  }
}

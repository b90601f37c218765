package io.slurmgen.journal;

import java.util.Optional;

/**
 * A submission as it stands in the {@link MoveJournal}: the numbers that were given out for it,
 * which a catalog that was put back from a backup does not know.
 *
 * @param id the submission's number
 * @param lastJob the highest key of its jobs
 * @param lastMove the highest number of a move before it, 0 if there is none
 * @param dataset the dataset's name
 * @param hash of the parameters
 * @param paramSet the parameter set's number
 * @param seed of the parameter set
 * @param createdMillis when, since 1970-01-01 UTC
 */
public record SubmissionLine(
    long id,
    long lastJob,
    long lastMove,
    String dataset,
    String hash,
    int paramSet,
    long seed,
    long createdMillis)
    implements JournalLine {

  static final String KIND = "submission";
  static final int FIELDS = 9;

  @Override
  public long lastSubmission() {
    return id;
  }

  @Override
  public String what() {
    return "submission %d, of %s %d".formatted(id, dataset, paramSet);
  }

  @Override
  public String fields() {
    return String.join(
        "\t",
        KIND,
        Long.toString(id),
        Long.toString(lastJob),
        Long.toString(lastMove),
        dataset,
        hash,
        Integer.toString(paramSet),
        Long.toString(seed),
        Long.toString(createdMillis),
        "");
  }

  /** Reads the fields; throws IllegalArgumentException where one cannot be. */
  static Optional<JournalLine> of(String[] fields) {
    return fields.length != FIELDS
        ? Optional.empty()
        : Optional.of(
            new SubmissionLine(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                fields[4],
                fields[5],
                Integer.parseInt(fields[6]),
                Long.parseLong(fields[7]),
                Long.parseLong(fields[8])));
  }
}

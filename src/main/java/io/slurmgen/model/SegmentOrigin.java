package io.slurmgen.model;

import io.slurmgen.layout.LegalName;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.layout.SegmentName;
import java.util.Map;
import java.util.Optional;

/**
 * Where the samples of a segment come from, as its schema tells.
 *
 * @param dataset the dataset's name
 * @param paramSet the parameter set's number
 * @param params the parameters as canonical JSON
 * @param hash of the parameters
 * @param seed of the parameter set
 * @param submission the submission's number
 * @param job the job's key in the catalog
 * @param jobNumber its number within the submission
 * @param attempt the attempt
 * @param codeHash of the code
 * @param derived what a preprocessor made them from, empty where they were generated
 */
public record SegmentOrigin(
    String dataset,
    int paramSet,
    String params,
    String hash,
    long seed,
    long submission,
    long job,
    int jobNumber,
    int attempt,
    String codeHash,
    Optional<Derived> derived) {

  /** Checks what the path is made of, and what the catalog takes. */
  public SegmentOrigin {
    LegalName.check("dataset", dataset);
  }

  /** The group that samples were derived from, and the preprocessor. */
  public record Derived(String group, String preprocessor) {
    public Derived {
      LegalName.check("group", group);
      LegalName.check("preprocessor", preprocessor);
    }
  }

  /** A parameter set, by what identifies it. */
  public record SetKey(String dataset, String hash) {}

  /** Samples among which no index may be there twice. */
  public record SeriesKey(SetKey set, Optional<Derived> derived) {}

  /** A submission, together with what it makes: an old catalog may have given a number again. */
  public record SubmissionKey(long number, SeriesKey series) {}

  /** A job. */
  public record JobKey(SubmissionKey submission, long id, int number) {}

  /**
   * Reads a schema's metadata.
   *
   * @throws IllegalArgumentException if something is missing
   */
  public static SegmentOrigin of(Map<String, String> metadata) {
    Optional<Derived> derived =
        SegmentMetadata.PREPROCESSOR.in(metadata).isPresent()
            ? Optional.of(
                new Derived(
                    text(metadata, SegmentMetadata.GROUP),
                    text(metadata, SegmentMetadata.PREPROCESSOR)))
            : Optional.empty();
    return new SegmentOrigin(
        text(metadata, SegmentMetadata.DATASET),
        Integer.parseInt(text(metadata, SegmentMetadata.PARAM_SET)),
        text(metadata, SegmentMetadata.PARAMS),
        text(metadata, SegmentMetadata.HASH),
        Long.parseLong(text(metadata, SegmentMetadata.SEED)),
        Long.parseLong(text(metadata, SegmentMetadata.SUBMISSION)),
        Long.parseLong(text(metadata, SegmentMetadata.JOB)),
        Integer.parseInt(text(metadata, SegmentMetadata.JOB_NUMBER)),
        Integer.parseInt(text(metadata, SegmentMetadata.ATTEMPT)),
        text(metadata, SegmentMetadata.CODE_HASH),
        derived);
  }

  private static String text(Map<String, String> metadata, SegmentMetadata entry) {
    return entry
        .in(metadata)
        .orElseThrow(
            () -> new IllegalArgumentException("its schema does not tell the " + entry.title()));
  }

  public SetKey setKey() {
    return new SetKey(dataset, hash);
  }

  public SeriesKey seriesKey() {
    return new SeriesKey(setKey(), derived);
  }

  public SubmissionKey submissionKey() {
    return new SubmissionKey(submission, seriesKey());
  }

  public JobKey jobKey() {
    return new JobKey(submissionKey(), job, jobNumber);
  }

  /** Whether a segment of that origin may have this path; a copy has another. */
  public boolean mayHave(String path) {
    String folder = new ParamSetRow(0, dataset, paramSet, hash, params, seed).folder();
    return SegmentName.of(path)
        .filter(name -> name.equals(new SegmentName(folder, job, attempt, name.part())))
        .isPresent();
  }
}

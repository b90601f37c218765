package io.slurmgen.rebuild;

import static io.slurmgen.sqlite.generated.Tables.ATTEMPT;
import static io.slurmgen.sqlite.generated.Tables.JOB;
import static io.slurmgen.sqlite.generated.Tables.JOB_RANGE;
import static io.slurmgen.sqlite.generated.Tables.SUBMISSION;

import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SegmentOrigin.JobKey;
import io.slurmgen.model.SegmentOrigin.SubmissionKey;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The rows of submissions, jobs, attempts and chunks in a rebuilt catalog. Used inside one
 * transaction.
 *
 * <p>A submission is local and over, and its jobs were to make what is found of them. Numbers are
 * those that the segments tell; where two submissions or jobs have had one number, the first keeps
 * it.
 */
final class RebuiltSamples {

  /** The node of attempts in a rebuilt catalog: no segment says where they ran. */
  static final String UNKNOWN_NODE = "unknown";

  private final CatalogConnection catalog;
  private final RebuiltSets sets;
  private final Set<Long> submissionIds = new HashSet<>();
  private final Set<Long> jobIds = new HashSet<>();
  private long highestSubmission;
  private long highestJob;

  /**
   * The rows of a catalog.
   *
   * @param sets its parameter sets, which are there already
   * @param highestSubmission no number up to this one is given to a submission that had another
   * @param highestJob the same of jobs
   */
  RebuiltSamples(
      CatalogConnection catalog, RebuiltSets sets, long highestSubmission, long highestJob) {
    this.catalog = catalog;
    this.sets = sets;
    this.highestSubmission = highestSubmission;
    this.highestJob = highestJob;
  }

  /** Inserts all; afterwards all samples that were generated are raw. */
  void insert(List<FoundSegment> chosen) throws SQLException, IOException {
    Map<SubmissionKey, List<FoundSegment>> submissions =
        grouped(chosen, SegmentOrigin::submissionKey);
    for (Map.Entry<SubmissionKey, List<FoundSegment>> submission : submissions.entrySet()) {
      insertSubmission(submission.getKey(), submission.getValue());
    }
  }

  private static <K> Map<K, List<FoundSegment>> grouped(
      List<FoundSegment> segments, Function<SegmentOrigin, K> key) {
    return segments.stream()
        .collect(
            Collectors.groupingBy(
                segment -> key.apply(segment.origin()), LinkedHashMap::new, Collectors.toList()));
  }

  private void insertSubmission(SubmissionKey key, List<FoundSegment> segments)
      throws SQLException, IOException {
    long id = submissionIds.add(key.number()) ? key.number() : ++highestSubmission;
    FoundSegment first = segments.get(0);
    catalog
        .sql()
        .insertInto(SUBMISSION)
        .set(SUBMISSION.ID, id)
        .set(SUBMISSION.PARAM_SET_ID, sets.of(first.origin()).id())
        .set(
            SUBMISSION.PREPROCESSED_ID,
            preprocessing(first).map(p -> p.preprocessedId()).orElse(null))
        .set(SUBMISSION.EXECUTOR, ExecutorKind.LOCAL.inCatalog())
        .set(SUBMISSION.SAMPLES, segments.stream().mapToLong(FoundSegment::samples).sum())
        .set(SUBMISSION.CODE_HASH, first.origin().codeHash())
        .set(SUBMISSION.NODE, UNKNOWN_NODE)
        .set(SUBMISSION.PID, 0L)
        .set(SUBMISSION.PID_SINCE_MS, first.modifiedMillis())
        .set(SUBMISSION.CREATED_MS, first.modifiedMillis())
        .execute();
    Set<Integer> numbers = new HashSet<>();
    for (Map.Entry<JobKey, List<FoundSegment>> job :
        grouped(segments, SegmentOrigin::jobKey).entrySet()) {
      insertJob(id, job.getKey(), numbers, job.getValue());
    }
  }

  private void insertJob(
      long submission, JobKey key, Set<Integer> numbers, List<FoundSegment> segments)
      throws SQLException, IOException {
    long id = jobIds.add(key.id()) ? key.id() : ++highestJob;
    int number = key.number();
    while (!numbers.add(number)) {
      number++;
    }
    JobEnd end = end(segments);
    catalog
        .sql()
        .insertInto(JOB)
        .set(JOB.ID, id)
        .set(JOB.SUBMISSION_ID, submission)
        .set(JOB.NUMBER, (long) number)
        .set(JOB.STATE, end.state().inCatalog())
        .set(JOB.ATTEMPT, (long) segments.get(segments.size() - 1).origin().attempt())
        .set(JOB.REASON, end.reason().map(Enum::name).orElse(null))
        .set(JOB.ERROR, end.error().orElse(null))
        .execute();
    insertRanges(id, segments);
    for (List<FoundSegment> attempt : grouped(segments, SegmentOrigin::attempt).values()) {
      insertAttempt(id, number, submission, attempt);
    }
  }

  private static JobEnd end(List<FoundSegment> segments) {
    return segments.stream().anyMatch(segment -> segment.samples() > 0)
        ? JobEnd.done()
        : JobEnd.of(JobState.LOST, EndReason.LOST, "no samples of it were found");
  }

  private void insertRanges(long job, List<FoundSegment> segments) {
    IndexRanges made =
        new IndexRanges(
            segments.stream()
                .filter(segment -> segment.samples() > 0)
                .map(FoundSegment::indexes)
                .toList());
    for (IndexRange range : made.ranges()) {
      catalog
          .sql()
          .insertInto(JOB_RANGE)
          .set(JOB_RANGE.JOB_ID, job)
          .set(JOB_RANGE.FIRST_INDEX, range.first())
          .set(JOB_RANGE.SAMPLES, range.samples())
          .execute();
    }
  }

  private void insertAttempt(long job, int jobNumber, long submission, List<FoundSegment> segments)
      throws SQLException, IOException {
    FoundSegment first = segments.get(0);
    SegmentOrigin origin = first.origin();
    long endedMillis =
        segments.stream().mapToLong(FoundSegment::modifiedMillis).max().orElseThrow();
    long nanos =
        segments.stream().flatMap(s -> s.chunks().stream()).mapToLong(ChunkEntry::nanos).sum();
    catalog
        .sql()
        .insertInto(ATTEMPT)
        .set(ATTEMPT.JOB_ID, job)
        .set(ATTEMPT.NUMBER, (long) origin.attempt())
        .set(ATTEMPT.NODE, UNKNOWN_NODE)
        .set(ATTEMPT.CODE_HASH, origin.codeHash())
        .set(ATTEMPT.STARTED_MS, endedMillis - nanos / 1_000_000)
        .set(ATTEMPT.ENDED_MS, endedMillis)
        .set(ATTEMPT.STARTUP_NANOS, 0L)
        .execute();
    AttemptRow row =
        new AttemptRow(
            job,
            origin.attempt(),
            jobNumber,
            submission,
            sets.of(origin),
            preprocessing(first),
            IndexRanges.none());
    insertChunks(row, segments);
  }

  /** In order of the indexes, so that ranges stay few. */
  private void insertChunks(AttemptRow attempt, List<FoundSegment> segments)
      throws SQLException, IOException {
    List<FoundSegment> sorted =
        segments.stream()
            .filter(segment -> segment.samples() > 0)
            .sorted(Comparator.comparingLong(segment -> segment.indexes().first()))
            .toList();
    for (FoundSegment segment : sorted) {
      new ChunkInserts(
              catalog,
              new RecordedChunks(
                  attempt, segment.path(), segment.types(), segment.chunks(), OptionalLong.empty()))
          .run();
    }
  }

  private Optional<SubmissionRow.Preprocessing> preprocessing(FoundSegment segment)
      throws SQLException {
    SegmentOrigin origin = segment.origin();
    return origin.derived().isPresent()
        ? Optional.of(sets.preprocessing(origin, origin.derived().get()))
        : Optional.empty();
  }

  long highestSubmission() {
    return highestSubmission;
  }

  long highestJob() {
    return highestJob;
  }
}

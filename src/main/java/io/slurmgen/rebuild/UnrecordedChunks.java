package io.slurmgen.rebuild;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.jobs.Attempts;
import io.slurmgen.catalog.jobs.JobOrigin;
import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.catalog.samples.SeriesTypes;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SegmentOrigin;
import io.slurmgen.model.SegmentOrigin.Derived;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.FoundChunks.State;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Chunks on the disk that no row names, and what may become of them.
 *
 * <p>Of a segment, chunks are only ever recorded from where its recorded part ends, or from its
 * first one: the samples of a segment stay a run without gaps, and no two segments overlap.
 */
public final class UnrecordedChunks {

  private static final String ATTEMPT = "select 1 from attempt where job_id = ? and number = ?";

  private static final String NEXT_INDEX =
      "select segment.first_index + segment.samples from segment where segment.path = ?";

  private static final String NODE = "select node from attempt where job_id = ? and number = ?";

  private static final String GROUP_RANGES =
      """
      select sample_range.first_index, sample_range.samples from sample_range
        join preprocessed on preprocessed.group_id = sample_range.group_id
      where preprocessed.id = ?
      """;

  private final CatalogConnection catalog;

  UnrecordedChunks(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** The unrecorded chunks of a catalog. */
  public static UnrecordedChunks of(Catalog catalog) {
    return new UnrecordedChunks(catalog.connection());
  }

  /**
   * Says what chunks are.
   *
   * @param path the segment, relative to the cache directory
   * @param schema its schema
   * @param chunks whole and undamaged ones, that follow each other; none to ask for the job alone
   */
  public FoundChunks look(String path, SegmentSchema schema, List<ChunkEntry> chunks)
      throws IOException {
    return catalog.read(() -> lookInside(path, schema, chunks));
  }

  /**
   * Records those that are free, if they still are.
   *
   * @param wanted found by {@link #look}; their bytes are forced
   * @return whether they are recorded now
   */
  public boolean adopt(RecordedChunks wanted, SegmentSchema schema) throws IOException {
    return catalog.write(
        () -> {
          Optional<RecordedChunks> free =
              lookInside(wanted.segment(), schema, wanted.chunks()).free();
          if (free.isEmpty() || !free.get().indexes().equals(wanted.indexes())) {
            return false;
          }
          new ChunkInserts(catalog, free.get()).run();
          return true;
        });
  }

  private FoundChunks lookInside(String path, SegmentSchema schema, List<ChunkEntry> chunks)
      throws SQLException, IOException {
    SegmentOrigin origin;
    try {
      origin = SegmentOrigin.of(schema.metadata());
    } catch (IllegalArgumentException notOurs) {
      return FoundChunks.of(State.FOREIGN, chunks.size());
    }
    if (!origin.mayHave(path)) {
      return FoundChunks.of(State.FOREIGN, chunks.size());
    }
    Optional<JobOrigin> found =
        JobOrigin.find(catalog, origin.submission(), origin.jobNumber())
            .filter(job -> isOf(job, origin));
    if (found.isEmpty() || !hasAttempt(origin)) {
      return FoundChunks.of(State.UNKNOWN, chunks.size());
    }
    JobOrigin job = found.get();
    if (job.paramSet().seed() != origin.seed()) {
      return FoundChunks.of(State.FOREIGN, chunks.size());
    }
    if (job.state().isActive()) {
      boolean isNewest = job.attempt() == origin.attempt();
      return FoundChunks.of(isNewest ? State.IN_FLIGHT : State.SUPERSEDED, chunks.size());
    }
    return ofEnded(path, job.attempt(origin), StoredTypes.of(schema), chunks);
  }

  private static boolean isOf(JobOrigin job, SegmentOrigin origin) {
    Optional<Derived> derived =
        job.preprocessing().map(made -> new Derived(made.group(), made.preprocessor()));
    return job.paramSet().dataset().equals(origin.dataset())
        && job.paramSet().hash().equals(origin.hash())
        && job.id() == origin.job()
        && derived.equals(origin.derived());
  }

  private boolean hasAttempt(SegmentOrigin origin) throws SQLException {
    return catalog.statements().number(ATTEMPT, origin.job(), origin.attempt()).isPresent();
  }

  private FoundChunks ofEnded(
      String path, AttemptRow attempt, StoredTypes types, List<ChunkEntry> chunks)
      throws SQLException, IOException {
    long from = new Attempts(catalog).recordedBytesInside(path);
    long nextIndex = catalog.statements().number(NEXT_INDEX, path).orElse(-1L);
    List<ChunkEntry> fresh = chunks.stream().filter(c -> c.offsetBytes() >= from).toList();
    if (fresh.isEmpty()) {
      return FoundChunks.of(State.NONE, 0);
    }
    ChunkEntry first = fresh.get(0);
    boolean continues =
        nextIndex < 0 || (first.offsetBytes() == from && first.firstIndex() == nextIndex);
    RecordedChunks all = new RecordedChunks(attempt, path, types, fresh, OptionalLong.empty());
    int free = continues && fit(all) ? free(all) : 0;
    return free == 0
        ? FoundChunks.of(State.SUPERSEDED, fresh.size())
        : new FoundChunks(State.FREE, Optional.of(all.with(fresh.subList(0, free))), fresh.size());
  }

  private boolean fit(RecordedChunks found) throws SQLException, IOException {
    AttemptRow attempt = found.attempt();
    SegmentOwner series =
        new SegmentOwner(catalog.directory(), attempt.paramSet(), attempt.preprocessing());
    return new SeriesTypes(catalog).fit(series, found.types());
  }

  /**
   * What a job is to make: a segment of its name with other samples is of another job, which had
   * the number before an old catalog was put back. Of a rebuilt job only what was found then is
   * known.
   */
  private IndexRanges ofJob(AttemptRow attempt, IndexRanges otherwise) throws SQLException {
    Optional<String> node =
        catalog.statements().first(NODE, row -> row.text(1), attempt.jobId(), attempt.number());
    if (node.filter(RebuiltSamples.UNKNOWN_NODE::equals).isPresent()) {
      return otherwise;
    }
    return new IndexRanges(catalog.statements().ranges(Attempts.JOB_RANGES, attempt.jobId()));
  }

  /** How many of the first chunks hold samples that are nowhere, and that nobody makes. */
  private int free(RecordedChunks found) throws SQLException {
    AttemptRow attempt = found.attempt();
    Optional<Long> preprocessedId =
        attempt.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
    Coverage coverage = new Coverage(catalog, attempt.paramSet().id(), preprocessedId);
    IndexRanges wanted = new IndexRanges(List.of(found.indexes()));
    IndexRanges taken = wanted.minus(coverage.missing(wanted)).plus(coverage.inFlight());
    taken = taken.plus(wanted.minus(ofJob(attempt, wanted)));
    if (preprocessedId.isPresent()) {
      IndexRanges sources =
          new IndexRanges(catalog.statements().ranges(GROUP_RANGES, preprocessedId.get()));
      taken = taken.plus(wanted.minus(sources));
    }
    int free = 0;
    for (ChunkEntry chunk : found.chunks()) {
      if (taken.overlaps(new IndexRange(chunk.firstIndex(), chunk.rows()))) {
        break;
      }
      free++;
    }
    return free;
  }
}

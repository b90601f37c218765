package io.slurmgen.catalog.samples;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptTiming;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import io.slurmgen.sqlite.Statements;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of newly recorded chunks of one segment. Used inside one transaction. */
public final class ChunkInserts {

  public static final String SEGMENT =
      """
      select segment.id, segment.first_index, segment.samples, segment.length_bytes from segment
      where segment.path = ?
      """;

  private static final String INSERT_SEGMENT =
      """
      insert into segment (param_set_id, preprocessed_id, job_id, attempt, path, first_index,
        samples, length_bytes)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String EXTEND_SEGMENT =
      """
      update segment set samples = (segment.samples + ?), length_bytes = ?
      where segment.id = ?
      """;

  private static final String INSERT_CHUNK =
      """
      insert into chunk (segment_id, first_index, samples, offset_bytes, length_bytes, crc32c,
        nanos)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  /** Parameters: samples, parameter set, parameter set, first index, first index. */
  private static final String EXTEND_RAW_RANGE =
      """
      update sample_range set samples = (sample_range.samples + ?)
      where (sample_range.param_set_id = ?
        and sample_range.first_index = (select max(earlier.first_index)
          from sample_range as earlier
          where (earlier.param_set_id = ? and earlier.first_index < ?))
        and (sample_range.first_index + sample_range.samples) = ?
        and sample_range.move_id is null)
      """;

  /** Parameters of this and the next: parameter set, first index. */
  private static final String RAW_RANGE =
      """
      select sample_range.samples from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index = ?
        and sample_range.move_id is null)
      """;

  private static final String DELETE_RAW_RANGE =
      """
      delete from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index = ?
        and sample_range.move_id is null)
      """;

  /** Parameters: first index, samples, parameter set. */
  public static final String INSERT_RAW_RANGE =
      """
      insert into sample_range (param_set_id, first_index, samples, group_id)
      select sample_group.param_set_id, ?, ?, sample_group.id from sample_group
      where (sample_group.param_set_id = ? and sample_group.name = 'raw')
      """;

  /** Parameters: samples, preprocessed, preprocessed, first index, first index. */
  private static final String EXTEND_PREPROCESSED_RANGE =
      """
      update preprocessed_range set samples = (preprocessed_range.samples + ?)
      where (preprocessed_range.preprocessed_id = ?
        and preprocessed_range.first_index = (select max(earlier.first_index)
          from preprocessed_range as earlier
          where (earlier.preprocessed_id = ? and earlier.first_index < ?))
        and (preprocessed_range.first_index + preprocessed_range.samples) = ?)
      """;

  /** Parameters of this and the next: preprocessed, first index. */
  private static final String PREPROCESSED_RANGE =
      """
      select preprocessed_range.samples from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index = ?)
      """;

  private static final String DELETE_PREPROCESSED_RANGE =
      """
      delete from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index = ?)
      """;

  public static final String INSERT_PREPROCESSED_RANGE =
      "insert into preprocessed_range (preprocessed_id, first_index, samples) values (?, ?, ?)";

  private static final String TIMING =
      """
      select attempt.chunks, attempt.mean_nanos, attempt.stddev_nanos from attempt
      where (attempt.job_id = ? and attempt.number = ?)
      """;

  private static final String UPDATE_ATTEMPT =
      """
      update attempt set samples = (attempt.samples + ?), chunks = ?,
        startup_nanos = coalesce(?, attempt.startup_nanos), mean_nanos = ?, stddev_nanos = ?
      where (attempt.job_id = ? and attempt.number = ?)
      """;

  private final CatalogConnection catalog;
  private final AttemptRow attempt;
  private final RecordedChunks recorded;
  private final Optional<Long> preprocessedId;

  public ChunkInserts(CatalogConnection catalog, RecordedChunks recorded) {
    this.catalog = catalog;
    this.attempt = recorded.attempt();
    this.recorded = recorded;
    this.preprocessedId = attempt.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
  }

  /**
   * Inserts those that are not recorded yet.
   *
   * @throws OtherTypesException if samples of other types are recorded; nothing was inserted then
   */
  public void run() throws SQLException, IOException {
    Optional<Segment> known = segment();
    long knownBytes = known.map(Segment::lengthBytes).orElse(0L);
    List<ChunkEntry> fresh =
        recorded.chunks().stream().filter(chunk -> chunk.offsetBytes() >= knownBytes).toList();
    if (fresh.isEmpty()) {
      return;
    }
    if (known.isEmpty()) {
      SegmentOwner series =
          new SegmentOwner(catalog.directory(), attempt.paramSet(), attempt.preprocessing());
      new SeriesTypes(catalog).keep(series, recorded.types());
    }
    RecordedChunks added = recorded.with(fresh);
    long segment = known.isPresent() ? extend(known.get(), added) : insertSegment(added);
    insertChunks(segment, fresh);
    addIndexes(added.indexes());
    updateAttempt(added);
  }

  /** A segment as it is recorded. */
  private record Segment(long id, IndexRange indexes, long lengthBytes) {

    static Segment of(Row row) throws SQLException {
      IndexRange indexes = new IndexRange(row.number(2), row.number(3));
      return new Segment(row.number(1), indexes, row.number(4));
    }
  }

  private Optional<Segment> segment() throws SQLException {
    return catalog.statements().first(SEGMENT, Segment::of, recorded.segment());
  }

  private long insertSegment(RecordedChunks added) throws SQLException {
    catalog
        .statements()
        .update(
            INSERT_SEGMENT,
            attempt.paramSet().id(),
            preprocessedId.orElse(null),
            attempt.jobId(),
            attempt.number(),
            added.segment(),
            added.indexes().first(),
            added.indexes().samples(),
            added.endBytes());
    return segment().orElseThrow().id();
  }

  /** A gap would give every later sample of the segment another's index. */
  private long extend(Segment known, RecordedChunks added) throws SQLException {
    long offsetBytes = added.chunks().get(0).offsetBytes();
    if (offsetBytes != known.lengthBytes() || added.indexes().first() != known.indexes().end()) {
      throw new IllegalArgumentException(
          "%s is recorded to %d bytes and index %d; chunks at %d, %d do not continue it"
              .formatted(
                  added.segment(),
                  known.lengthBytes(),
                  known.indexes().end(),
                  offsetBytes,
                  added.indexes().first()));
    }
    catalog
        .statements()
        .update(EXTEND_SEGMENT, added.indexes().samples(), added.endBytes(), known.id());
    return known.id();
  }

  private void insertChunks(long segment, List<ChunkEntry> chunks) throws SQLException {
    catalog
        .statements()
        .updateEach(INSERT_CHUNK, chunks.stream().map(chunk -> row(segment, chunk)).toList());
  }

  private static Object[] row(long segment, ChunkEntry chunk) {
    return new Object[] {
      segment,
      chunk.firstIndex(),
      chunk.rows(),
      chunk.offsetBytes(),
      chunk.lengthBytes(),
      Integer.toUnsignedLong(chunk.crc32c()),
      chunk.nanos()
    };
  }

  /** Joins the ranges that the new indexes touch, so that ranges stay few. */
  private void addIndexes(IndexRange added) throws SQLException {
    if (preprocessedId.isPresent()) {
      long id = preprocessedId.get();
      long samples =
          added.samples() + take(PREPROCESSED_RANGE, DELETE_PREPROCESSED_RANGE, id, added);
      if (extend(EXTEND_PREPROCESSED_RANGE, id, added.first(), samples) == 0) {
        catalog.statements().update(INSERT_PREPROCESSED_RANGE, id, added.first(), samples);
      }
    } else {
      long id = attempt.paramSet().id();
      long samples = added.samples() + take(RAW_RANGE, DELETE_RAW_RANGE, id, added);
      if (extend(EXTEND_RAW_RANGE, id, added.first(), samples) == 0) {
        catalog.statements().update(INSERT_RAW_RANGE, added.first(), samples, id);
      }
    }
  }

  /** Removes the range that starts where the new indexes end, and returns its samples. */
  private long take(String find, String delete, long id, IndexRange added) throws SQLException {
    Optional<Long> samples = catalog.statements().number(find, id, added.end());
    if (samples.isPresent()) {
      catalog.statements().update(delete, id, added.end());
    }
    return samples.orElse(0L);
  }

  /** Extends the range that ends where the new indexes start, if there is one. */
  private int extend(String sql, long id, long first, long samples) throws SQLException {
    return catalog.statements().update(sql, samples, id, id, first, first);
  }

  /** Counts these chunks to those that are recorded: they may be of any of the segments. */
  private void updateAttempt(RecordedChunks added) throws SQLException {
    AttemptTiming timing = timing().plus(added.chunks());
    OptionalLong startup = added.startupNanos();
    catalog
        .statements()
        .update(
            UPDATE_ATTEMPT,
            added.indexes().samples(),
            timing.chunks(),
            startup.isPresent() ? startup.getAsLong() : null,
            timing.meanNanos(),
            timing.stddevNanos(),
            attempt.jobId(),
            attempt.number());
  }

  private AttemptTiming timing() throws SQLException {
    return catalog
        .statements()
        .first(
            TIMING,
            row -> new AttemptTiming(0, row.number(1), row.real(2), row.real(3)),
            attempt.jobId(),
            attempt.number())
        .orElseThrow(
            () -> Statements.damage("attempt of job %d is lost".formatted(attempt.jobId())));
  }
}

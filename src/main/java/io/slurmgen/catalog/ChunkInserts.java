package io.slurmgen.catalog;

import io.slurmgen.segment.ChunkEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of newly recorded chunks of one segment. Used inside one transaction. */
final class ChunkInserts {

  private final CatalogConnection catalog;
  private final AttemptRow attempt;
  private final RecordedChunks recorded;
  private final Optional<Long> preprocessedId;

  ChunkInserts(CatalogConnection catalog, RecordedChunks recorded) {
    this.catalog = catalog;
    this.attempt = recorded.attempt();
    this.recorded = recorded;
    this.preprocessedId = attempt.preprocessing().map(SubmissionRow.Preprocessing::preprocessedId);
  }

  void run() throws SQLException {
    long knownBytes = knownBytes();
    List<ChunkEntry> fresh =
        recorded.chunks().stream().filter(chunk -> chunk.offsetBytes() >= knownBytes).toList();
    if (fresh.isEmpty()) {
      return;
    }
    RecordedChunks added =
        new RecordedChunks(attempt, recorded.segment(), fresh, recorded.timing());
    long segment = knownBytes == 0 ? insertSegment(added) : extendSegment(added);
    insertChunks(segment, fresh);
    addIndexes(added.indexes());
    updateAttempt(added.indexes().samples());
  }

  private long knownBytes() throws SQLException {
    try (PreparedStatement query = prepare(PinnedSql.SEGMENT_LENGTH, recorded.segment());
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private long insertSegment(RecordedChunks added) throws SQLException {
    update(
        PinnedSql.INSERT_SEGMENT,
        attempt.paramSet().id(),
        preprocessedId.orElse(null),
        attempt.jobId(),
        attempt.number(),
        added.segment(),
        added.indexes().first(),
        added.indexes().samples(),
        added.endBytes());
    return segmentId();
  }

  private long extendSegment(RecordedChunks added) throws SQLException {
    update(PinnedSql.EXTEND_SEGMENT, added.indexes().samples(), added.endBytes(), added.segment());
    return segmentId();
  }

  private long segmentId() throws SQLException {
    try (PreparedStatement query = prepare(PinnedSql.SEGMENT_ID, recorded.segment());
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void insertChunks(long segment, List<ChunkEntry> chunks) throws SQLException {
    try (PreparedStatement insert = catalog.jdbc().prepareStatement(PinnedSql.INSERT_CHUNK)) {
      for (ChunkEntry chunk : chunks) {
        insert.setLong(1, segment);
        insert.setLong(2, chunk.firstIndex());
        insert.setLong(3, chunk.rows());
        insert.setLong(4, chunk.offsetBytes());
        insert.setLong(5, chunk.lengthBytes());
        insert.setLong(6, Integer.toUnsignedLong(chunk.crc32c()));
        insert.setLong(7, chunk.nanos());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Extends the range that ends where the new indexes start, so that ranges stay few. */
  private void addIndexes(IndexRange added) throws SQLException {
    if (preprocessedId.isPresent()) {
      long id = preprocessedId.get();
      if (update(
              PinnedSql.EXTEND_PREPROCESSED_RANGE,
              added.samples(),
              id,
              id,
              added.first(),
              added.first())
          == 0) {
        update(PinnedSql.INSERT_PREPROCESSED_RANGE, id, added.first(), added.samples());
      }
    } else {
      long id = attempt.paramSet().id();
      if (update(PinnedSql.EXTEND_RAW_RANGE, added.samples(), id, id, added.first(), added.first())
          == 0) {
        update(PinnedSql.INSERT_RAW_RANGE, added.first(), added.samples(), id);
      }
    }
  }

  private void updateAttempt(long samples) throws SQLException {
    AttemptTiming timing = recorded.timing();
    update(
        PinnedSql.UPDATE_ATTEMPT,
        samples,
        timing.chunks(),
        timing.startupNanos(),
        timing.meanNanos(),
        timing.stddevNanos(),
        attempt.jobId(),
        attempt.number());
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    return PinnedSql.prepare(catalog.jdbc(), sql, values);
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }
}

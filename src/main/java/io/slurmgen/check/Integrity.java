package io.slurmgen.check;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.IndexRange;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether what a catalog says agrees with itself, and its segments piece by piece, to be compared
 * with what is on the disk. Changes nothing, and asks for no more than a page of rows at once.
 */
public final class Integrity {

  private static final String RECORDED_BYTES = "select coalesce(sum(length_bytes), 0) from segment";

  private static final String SEGMENTS =
      """
      select param_set.id, dataset.name, param_set.number, param_set.hash, param_set.params,
        param_set.seed, segment.id, segment.preprocessed_id, segment.job_id, segment.path,
        segment.first_index, segment.samples, segment.length_bytes
      from segment
        join param_set on param_set.id = segment.param_set_id
        join dataset on dataset.id = param_set.dataset_id
      where segment.id > ? order by segment.id limit ?
      """;

  private static final String CHUNKS =
      """
      select first_index, samples, offset_bytes, length_bytes, crc32c, nanos from chunk
      where segment_id = ? and first_index >= ? and first_index < ?
      order by first_index limit ?
      """;

  private static final String LAST_CHUNK =
      """
      select first_index, samples, offset_bytes, length_bytes, crc32c, nanos from chunk
      where segment_id = ? order by first_index desc limit 1
      """;

  private final CatalogConnection catalog;

  Integrity(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** The checks of a catalog. */
  public static Integrity of(Catalog catalog) {
    return new Integrity(catalog.connection());
  }

  /**
   * Checks all but the segments: SQLite's structures, references, hashes of parameters, counts,
   * that every sample is in one group and one segment, and the journal of moves. Holds the lock
   * file meanwhile, since a move is in the journal only after it is in the catalog.
   *
   * @throws CatalogBusyException if others kept the lock file locked
   * @throws CatalogException if SQLite cannot read the catalog
   */
  public List<Finding> check() throws IOException {
    return catalog.readLocked(
        () -> {
          List<Finding> found = new DatabaseChecks(catalog).run();
          if (found.isEmpty()) {
            found.addAll(new SchemaChecks(catalog).run());
            found.addAll(new ParameterChecks(catalog).run());
            found.addAll(new CountChecks(catalog).run());
            found.addAll(new TilingChecks(catalog).run());
            found.addAll(new JournalChecks(catalog).run());
          }
          return found;
        });
  }

  /** The bytes that all segments have as they are recorded. */
  public long recordedBytes() throws IOException {
    return catalog.read(() -> catalog.statements().number(RECORDED_BYTES).orElse(0L));
  }

  /**
   * The next segments by their keys.
   *
   * @param afterId the last one that was seen, 0 at first
   * @param most how many at most
   */
  public List<RecordedSegment> segments(long afterId, int most) throws IOException {
    return catalog.read(
        () -> catalog.statements().query(SEGMENTS, Integrity::segment, afterId, most));
  }

  private static RecordedSegment segment(Row row) throws SQLException {
    OptionalLong preprocessed = row.optionalNumber(8);
    return new RecordedSegment(
        row.number(7),
        Counts.paramSet(row),
        preprocessed.isEmpty() ? Optional.empty() : Optional.of(preprocessed.getAsLong()),
        row.number(9),
        row.text(10),
        new IndexRange(row.number(11), row.number(12)),
        row.number(13));
  }

  /**
   * The next chunks of a segment, of those that it had when it was asked for.
   *
   * @param fromIndex the sample that the first one has at least
   * @param most how many at most
   */
  public List<ChunkEntry> chunks(RecordedSegment segment, long fromIndex, int most)
      throws IOException {
    long end = segment.indexes().end();
    return catalog.read(
        () ->
            catalog
                .statements()
                .query(CHUNKS, Integrity::chunk, segment.id(), fromIndex, end, most));
  }

  /** The last chunk of a segment, if it has any; used inside a transaction. */
  List<ChunkEntry> lastChunk(long segmentId) throws SQLException {
    return catalog.statements().query(LAST_CHUNK, Integrity::chunk, segmentId);
  }

  private static ChunkEntry chunk(Row row) throws SQLException {
    return new ChunkEntry(
        row.number(1),
        row.smallNumber(2),
        row.number(3),
        row.number(4),
        (int) row.number(5),
        row.number(6));
  }
}

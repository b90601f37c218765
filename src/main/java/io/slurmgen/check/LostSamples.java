package io.slurmgen.check;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.ChunkInserts;
import io.slurmgen.model.EndReason;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.JobState;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of samples that are gone from the disk, and how they are removed.
 *
 * <p>Only the last chunks of a segment are removed, so that its samples stay a run without gaps,
 * and only those behind its last sample that has left raw: a label is never touched. Their job
 * counts as lost afterwards, so that a retry makes them again.
 */
public final class LostSamples {

  /** The end of the last range in a run of indexes whose samples have left raw. */
  private static final String LABELLED_END =
      """
      select min(?, first_index + samples) from sample_range
      where param_set_id = ? and first_index < ? and first_index + samples > ?
        and move_id is not null
      order by first_index desc limit 1
      """;

  private static final String FIRST_CHUNK =
      """
      select min(first_index) from chunk where segment_id = ? and first_index >= ?
      """;

  private static final String ACTIVE =
      """
      select 1 from job where id = ? and state in ('pending', 'running')
      """;

  private static final String END =
      "select first_index + samples from segment where id = ? and path = ?";

  private static final String DELETE_LAST_CHUNK =
      """
      delete from chunk where segment_id = ? and first_index >= ?
        and first_index = (select max(first_index) from chunk where segment_id = ?)
      """;

  private static final String DELETE_SEGMENT = "delete from segment where id = ?";

  private static final String SHORTEN_SEGMENT =
      "update segment set samples = ? - first_index, length_bytes = ? where id = ?";

  private static final String DISCOUNT_ATTEMPT =
      """
      update attempt set samples = max(0, samples - ?)
      where job_id = ? and number = (select attempt from segment where id = ?)
      """;

  private static final String LOSE_JOB =
      "update job set state = ?, reason = ?, error = ? where id = ?";

  private final CatalogConnection catalog;

  LostSamples(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** The lost samples of a catalog. */
  public static LostSamples of(Catalog catalog) {
    return new LostSamples(catalog.connection());
  }

  /**
   * What may be removed of a segment.
   *
   * @param dropped the samples whose rows may go, empty where none may
   * @param kept lost samples whose rows stay, since they have a group or stand before one that has
   * @param isActive whether the job is not over: nothing is removed then
   */
  public record Plan(Optional<IndexRange> dropped, IndexRanges kept, boolean isActive) {}

  /** The step under the lock, before anything is removed. */
  @FunctionalInterface
  public interface Before {
    /**
     * Decides, and keeps what will be removed.
     *
     * @param rows the rows that will be removed, as lines of JSON
     * @return whether to go on
     */
    boolean keep(DroppedRows rows) throws IOException;
  }

  /**
   * Plans it.
   *
   * @param lost the lost chunks, which reach from the start of one to the end of one
   */
  public Plan plan(RecordedSegment segment, IndexRange lost) throws IOException {
    return catalog.read(() -> planInside(segment, lost));
  }

  private Plan planInside(RecordedSegment segment, IndexRange lost) throws SQLException {
    long end = end(segment).orElse(lost.first());
    long lostEnd = Math.min(lost.end(), end);
    if (lost.first() >= lostEnd) {
      return new Plan(Optional.empty(), IndexRanges.none(), false);
    }
    IndexRange wanted = IndexRange.between(lost.first(), lostEnd);
    long free = segment.preprocessedId().isPresent() ? lost.first() : free(segment, lost, end);
    Optional<IndexRange> dropped =
        free < lostEnd ? Optional.of(IndexRange.between(free, end)) : Optional.empty();
    IndexRanges kept =
        new IndexRanges(List.of(wanted)).minus(new IndexRanges(dropped.stream().toList()));
    return new Plan(dropped, kept, isActive(segment));
  }

  /** The first chunk behind which, with its own, all samples are raw. */
  private long free(RecordedSegment segment, IndexRange lost, long end) throws SQLException {
    Optional<Long> labelled =
        catalog.statements().number(LABELLED_END, end, segment.paramSet().id(), end, lost.first());
    return labelled.isEmpty()
        ? lost.first()
        : catalog
            .statements()
            .number(FIRST_CHUNK, segment.id(), labelled.get())
            .orElse(Long.MAX_VALUE);
  }

  /** A segment whose rows are gone by now may have left its key to another one. */
  private Optional<Long> end(RecordedSegment segment) throws SQLException {
    return catalog.statements().number(END, segment.id(), segment.path());
  }

  private boolean isActive(RecordedSegment segment) throws SQLException {
    return catalog.statements().number(ACTIVE, segment.jobId()).isPresent();
  }

  /**
   * Removes what may be removed, in one transaction.
   *
   * @return the samples whose rows are gone, empty where it has removed nothing
   */
  public Optional<IndexRange> drop(
      RecordedSegment segment, IndexRange lost, String reason, Before before) throws IOException {
    return catalog.write(
        () -> {
          Plan plan = planInside(segment, lost);
          if (plan.dropped().isEmpty() || plan.isActive()) {
            return Optional.empty();
          }
          IndexRange dropped = plan.dropped().get();
          if (!before.keep(new DroppedRows(catalog, segment, dropped))) {
            return Optional.empty();
          }
          loseJob(segment, dropped, reason);
          dropRanges(segment, dropped);
          dropChunks(segment, dropped);
          return Optional.of(dropped);
        });
  }

  private void dropRanges(RecordedSegment segment, IndexRange dropped) throws SQLException {
    boolean isDerived = segment.preprocessedId().isPresent();
    String table = isDerived ? "preprocessed_range" : "sample_range";
    String key = isDerived ? "preprocessed_id" : "param_set_id";
    long id = segment.preprocessedId().orElse(segment.paramSet().id());
    List<IndexRange> touched =
        catalog
            .statements()
            .ranges(
                "select first_index, samples from %s where %s = ? and first_index < ? and first_index + samples > ?"
                    .formatted(table, key),
                id,
                dropped.end(),
                dropped.first());
    String of = " where %s = ? and first_index = ?".formatted(key);
    for (IndexRange range : touched) {
      if (range.first() < dropped.first()) {
        long left = dropped.first() - range.first();
        catalog
            .statements()
            .update("update " + table + " set samples = ?" + of, left, id, range.first());
      } else {
        catalog.statements().update("delete from " + table + of, id, range.first());
      }
      if (range.end() > dropped.end()) {
        long right = range.end() - dropped.end();
        if (isDerived) {
          catalog
              .statements()
              .update(ChunkInserts.INSERT_PREPROCESSED_RANGE, id, dropped.end(), right);
        } else {
          catalog.statements().update(ChunkInserts.INSERT_RAW_RANGE, dropped.end(), right, id);
        }
      }
    }
  }

  /** From the end, as the schema asks. */
  private void dropChunks(RecordedSegment segment, IndexRange dropped) throws SQLException {
    int left = 1;
    while (left > 0) {
      left =
          catalog
              .statements()
              .update(DELETE_LAST_CHUNK, segment.id(), dropped.first(), segment.id());
    }
    List<ChunkEntry> last = new Integrity(catalog).lastChunk(segment.id());
    if (last.isEmpty()) {
      catalog.statements().update(DELETE_SEGMENT, segment.id());
    } else {
      catalog
          .statements()
          .update(SHORTEN_SEGMENT, dropped.first(), last.get(0).endBytes(), segment.id());
    }
  }

  /** Lowers the number of samples of an attempt; its chunks' times are as true as before. */
  private void loseJob(RecordedSegment segment, IndexRange dropped, String reason)
      throws SQLException {
    catalog.statements().update(DISCOUNT_ATTEMPT, dropped.samples(), segment.jobId(), segment.id());
    catalog
        .statements()
        .update(
            LOSE_JOB, JobState.LOST.inCatalog(), EndReason.LOST.name(), reason, segment.jobId());
  }
}

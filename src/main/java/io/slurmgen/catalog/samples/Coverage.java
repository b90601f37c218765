package io.slurmgen.catalog.samples;

import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Statements;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which sample indexes are recorded and which are still to come. Used inside transactions. */
public final class Coverage {

  /** Parameters: parameter set, end index, first index. */
  private static final String SAMPLE_RANGES =
      """
      select sample_range.first_index, sample_range.samples from sample_range
      where (sample_range.param_set_id = ? and sample_range.first_index < ?
        and (sample_range.first_index + sample_range.samples) > ?)
      """;

  /** Parameters: preprocessed, end index, first index. */
  private static final String PREPROCESSED_RANGES =
      """
      select preprocessed_range.first_index, preprocessed_range.samples from preprocessed_range
      where (preprocessed_range.preprocessed_id = ? and preprocessed_range.first_index < ?
        and (preprocessed_range.first_index + preprocessed_range.samples) > ?)
      """;

  /** Parameters: parameter set, preprocessed or null. */
  private static final String IN_FLIGHT_RANGES =
      """
      select job_range.first_index, job_range.samples from submission
        join job on job.submission_id = submission.id
        join job_range on job_range.job_id = job.id
      where (submission.param_set_id = ? and (submission.preprocessed_id is ?)
        and job.state not in ('done', 'released') and job.state in ('pending', 'running'))
      """;

  /** Parameters: parameter set. */
  private static final String COUNTED =
      """
      select coalesce(sum(sample_group.samples), 0) from sample_group
      where sample_group.param_set_id = ?
      """;

  private final CatalogConnection catalog;
  private final long paramSetId;
  private final Optional<Long> preprocessedId;

  /** The samples of a parameter set, or those that a preprocessor derives from a group of it. */
  public Coverage(CatalogConnection catalog, long paramSetId, Optional<Long> preprocessedId) {
    this.catalog = catalog;
    this.paramSetId = paramSetId;
    this.preprocessedId = preprocessedId;
  }

  /** The indexes of the recorded samples. */
  public IndexRanges recorded() throws SQLException {
    return recorded(0, Long.MAX_VALUE);
  }

  /**
   * The indexes that a parameter set has recorded; all others may be given out.
   *
   * @throws SQLException that reports damage, if the ranges and the counts of the groups are not of
   *     as many samples: a damaged table lacks ranges, whose indexes would be given out again
   */
  public IndexRanges counted() throws SQLException {
    IndexRanges recorded = recorded();
    long counted = catalog.statements().number(COUNTED, paramSetId).orElse(0L);
    if (recorded.samples() != counted) {
      throw Statements.damage(
          "ranges of %d samples, and groups of %d".formatted(recorded.samples(), counted));
    }
    return recorded;
  }

  /** The indexes of the set that are not recorded; looks only at ranges near them. */
  public IndexRanges missing(IndexRanges wanted) throws SQLException {
    if (wanted.isEmpty()) {
      return wanted;
    }
    List<IndexRange> ranges = wanted.ranges();
    return wanted.minus(recorded(ranges.get(0).first(), ranges.get(ranges.size() - 1).end()));
  }

  private IndexRanges recorded(long first, long end) throws SQLException {
    return new IndexRanges(
        preprocessedId.isPresent()
            ? catalog.statements().ranges(PREPROCESSED_RANGES, preprocessedId.get(), end, first)
            : catalog.statements().ranges(SAMPLE_RANGES, paramSetId, end, first));
  }

  /** The indexes that pending and running jobs are to make and have not recorded yet. */
  public IndexRanges inFlight() throws SQLException {
    List<IndexRange> active =
        catalog.statements().ranges(IN_FLIGHT_RANGES, paramSetId, preprocessedId.orElse(null));
    return missing(new IndexRanges(active));
  }
}

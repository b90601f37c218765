package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.JOB_RANGE;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED_RANGE;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;
import static io.slurmgen.catalog.generated.Tables.SUBMISSION;

import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Records;

/** Which sample indexes are recorded and which are still to come. Used inside transactions. */
final class Coverage {

  private final CatalogConnection catalog;
  private final long paramSetId;
  private final Optional<Long> preprocessedId;

  /** The samples of a parameter set, or those that a preprocessor derives from a group of it. */
  Coverage(CatalogConnection catalog, long paramSetId, Optional<Long> preprocessedId) {
    this.catalog = catalog;
    this.paramSetId = paramSetId;
    this.preprocessedId = preprocessedId;
  }

  /** The indexes of the recorded samples. */
  IndexRanges recorded() {
    return new IndexRanges(
        preprocessedId.isPresent()
            ? catalog
                .sql()
                .select(PREPROCESSED_RANGE.FIRST_INDEX, PREPROCESSED_RANGE.SAMPLES)
                .from(PREPROCESSED_RANGE)
                .where(PREPROCESSED_RANGE.PREPROCESSED_ID.eq(preprocessedId.get()))
                .fetch(Records.mapping(IndexRange::new))
            : catalog
                .sql()
                .select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
                .from(SAMPLE_RANGE)
                .where(SAMPLE_RANGE.PARAM_SET_ID.eq(paramSetId))
                .fetch(Records.mapping(IndexRange::new)));
  }

  /** The indexes that pending and running jobs are to make and have not recorded yet. */
  IndexRanges inFlight() {
    return ranges(JOB.STATE.in(JobState.PENDING.inCatalog(), JobState.RUNNING.inCatalog()))
        .minus(recorded());
  }

  private IndexRanges ranges(Condition jobs) {
    return new IndexRanges(
        catalog
            .sql()
            .select(JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
            .from(JOB_RANGE)
            .join(JOB)
            .on(JOB.ID.eq(JOB_RANGE.JOB_ID))
            .join(SUBMISSION)
            .on(SUBMISSION.ID.eq(JOB.SUBMISSION_ID))
            .where(SUBMISSION.PARAM_SET_ID.eq(paramSetId))
            .and(
                preprocessedId
                    .map(SUBMISSION.PREPROCESSED_ID::eq)
                    .orElseGet(SUBMISSION.PREPROCESSED_ID::isNull))
            .and(jobs)
            .fetch(Records.mapping(IndexRange::new)));
  }
}

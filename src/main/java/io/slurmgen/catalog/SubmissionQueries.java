package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.ATTEMPT;
import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.JOB_RANGE;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SUBMISSION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;

/** Reads submissions with their jobs. Used inside transactions. */
final class SubmissionQueries {

  private static final Field<BigDecimal> RECORDED =
      field(select(sum(ATTEMPT.SAMPLES)).from(ATTEMPT).where(ATTEMPT.JOB_ID.eq(JOB.ID)))
          .as("recorded");

  private final CatalogConnection catalog;

  SubmissionQueries(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  SubmissionRow get(long id) {
    return find(id).orElseThrow(IllegalStateException::new);
  }

  Optional<SubmissionRow> find(long id) {
    return query(SUBMISSION.ID.eq(id)).stream().findFirst();
  }

  List<SubmissionRow> all() {
    return query(noCondition());
  }

  List<SubmissionRow> of(long paramSetId) {
    return query(SUBMISSION.PARAM_SET_ID.eq(paramSetId));
  }

  List<SubmissionRow> active() {
    return query(
        exists(
            selectOne()
                .from(JOB)
                .where(JOB.SUBMISSION_ID.eq(SUBMISSION.ID))
                .and(JOB.STATE.in(JobState.PENDING.inCatalog(), JobState.RUNNING.inCatalog()))));
  }

  private List<SubmissionRow> query(Condition condition) {
    Map<Long, List<JobRow>> jobs = jobs(condition);
    return catalog
        .sql()
        .select()
        .from(SUBMISSION)
        .join(PARAM_SET)
        .on(PARAM_SET.ID.eq(SUBMISSION.PARAM_SET_ID))
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .leftJoin(PREPROCESSED)
        .on(PREPROCESSED.ID.eq(SUBMISSION.PREPROCESSED_ID))
        .leftJoin(SAMPLE_GROUP)
        .on(SAMPLE_GROUP.ID.eq(PREPROCESSED.GROUP_ID))
        .where(condition)
        .orderBy(SUBMISSION.ID)
        .fetch(row -> submission(row, jobs.getOrDefault(row.get(SUBMISSION.ID), List.of())));
  }

  private static SubmissionRow submission(Record row, List<JobRow> jobs) {
    ParamSetRow set =
        new ParamSetRow(
            row.get(PARAM_SET.ID),
            row.get(DATASET.NAME),
            row.get(PARAM_SET.NUMBER).intValue(),
            row.get(PARAM_SET.HASH),
            row.get(PARAM_SET.PARAMS),
            row.get(PARAM_SET.SEED));
    Optional<SubmissionRow.Preprocessing> preprocessing =
        Optional.ofNullable(row.get(SUBMISSION.PREPROCESSED_ID))
            .map(
                id ->
                    new SubmissionRow.Preprocessing(
                        id, row.get(SAMPLE_GROUP.NAME), row.get(PREPROCESSED.NAME)));
    return new SubmissionRow(
        row.get(SUBMISSION.ID),
        set,
        preprocessing,
        ExecutorKind.ofCatalog(row.get(SUBMISSION.EXECUTOR)),
        row.get(SUBMISSION.SAMPLES),
        row.get(SUBMISSION.CODE_HASH),
        row.get(SUBMISSION.NODE),
        row.get(SUBMISSION.PID),
        Instant.ofEpochMilli(row.get(SUBMISSION.PID_SINCE_MS)),
        Instant.ofEpochMilli(row.get(SUBMISSION.CREATED_MS)),
        jobs);
  }

  private Map<Long, List<JobRow>> jobs(Condition condition) {
    Map<Long, List<IndexRange>> ranges =
        catalog
            .sql()
            .select(JOB_RANGE.JOB_ID, JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
            .from(JOB_RANGE)
            .join(JOB)
            .on(JOB.ID.eq(JOB_RANGE.JOB_ID))
            .join(SUBMISSION)
            .on(SUBMISSION.ID.eq(JOB.SUBMISSION_ID))
            .where(condition)
            .fetchGroups(row -> row.value1(), row -> new IndexRange(row.value2(), row.value3()));
    return catalog
        .sql()
        .select(
            JOB.ID,
            JOB.SUBMISSION_ID,
            JOB.NUMBER,
            JOB.STATE,
            JOB.ATTEMPT,
            JOB.JOB_ARRAY_ID,
            JOB.UNSEEN_MS,
            JOB.REASON,
            JOB.ERROR,
            RECORDED,
            ATTEMPT.NODE,
            ATTEMPT.SLURM_JOB,
            ATTEMPT.LOG,
            ATTEMPT.STARTED_MS,
            ATTEMPT.ENDED_MS)
        .from(JOB)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(JOB.SUBMISSION_ID))
        .leftJoin(ATTEMPT)
        .on(ATTEMPT.JOB_ID.eq(JOB.ID).and(ATTEMPT.NUMBER.eq(JOB.ATTEMPT)))
        .where(condition)
        .orderBy(JOB.NUMBER)
        .fetchGroups(
            row -> row.get(JOB.SUBMISSION_ID),
            row -> job(row, new IndexRanges(ranges.getOrDefault(row.get(JOB.ID), List.of()))));
  }

  private static Optional<JobRow.Newest> newest(Record row) {
    return Optional.ofNullable(row.get(ATTEMPT.NODE))
        .map(
            node ->
                new JobRow.Newest(
                    node,
                    Optional.ofNullable(row.get(ATTEMPT.SLURM_JOB)),
                    Optional.ofNullable(row.get(ATTEMPT.LOG)),
                    Instant.ofEpochMilli(row.get(ATTEMPT.STARTED_MS)),
                    Optional.ofNullable(row.get(ATTEMPT.ENDED_MS)).map(Instant::ofEpochMilli)));
  }

  private static JobRow job(Record row, IndexRanges ranges) {
    Long array = row.get(JOB.JOB_ARRAY_ID);
    return new JobRow(
        row.get(JOB.ID),
        row.get(JOB.NUMBER).intValue(),
        JobState.ofCatalog(row.get(JOB.STATE)),
        row.get(JOB.ATTEMPT).intValue(),
        ranges,
        row.get(RECORDED) == null ? 0 : row.get(RECORDED).longValue(),
        array == null ? OptionalLong.empty() : OptionalLong.of(array),
        newest(row),
        Optional.ofNullable(row.get(JOB.UNSEEN_MS)).map(Instant::ofEpochMilli),
        Optional.ofNullable(row.get(JOB.REASON)).map(EndReason::valueOf),
        Optional.ofNullable(row.get(JOB.ERROR)));
  }
}

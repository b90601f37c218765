package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.ATTEMPT;
import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.JOB_RANGE;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SEGMENT;
import static io.slurmgen.catalog.generated.Tables.SUBMISSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;

/** The statements of generating as typed expressions, by the names of their constants. */
final class PinnedSubmissions {

  private static final Field<Long> NUMBER = val(0L);
  private static final Field<String> TEXT = val("");

  private static final Condition IS_UNFINISHED =
      JOB.STATE.notIn(inline(JobState.DONE.inCatalog()), inline(JobState.RELEASED.inCatalog()));

  private static final List<Field<String>> ACTIVE_STATES =
      List.of(inline(JobState.PENDING.inCatalog()), inline(JobState.RUNNING.inCatalog()));

  private static final Condition IN_FLIGHT = IS_UNFINISHED.and(JOB.STATE.in(ACTIVE_STATES));
  private static final Condition HAS_ENDED =
      IS_UNFINISHED.and(
          JOB.STATE.in(
              Stream.of(JobState.values())
                  .filter(state -> !state.isActive())
                  .filter(state -> state != JobState.DONE && state != JobState.RELEASED)
                  .map(state -> inline(state.inCatalog()))
                  .toList()));

  private static final Condition ONE = SUBMISSION.ID.eq(NUMBER);

  private static final Condition ACTIVE =
      SUBMISSION.ID.in(select(JOB.SUBMISSION_ID).from(JOB).where(IN_FLIGHT));

  private static final Condition UNFINISHED =
      SUBMISSION.ID.in(select(JOB.SUBMISSION_ID).from(JOB).where(IS_UNFINISHED));

  private PinnedSubmissions() {}

  static Map<String, Query> all() {
    return Map.ofEntries(
        Map.entry("PARAM_SET", paramSet()),
        Map.entry("DATASET_ID", select(DATASET.ID).from(DATASET).where(DATASET.NAME.eq(TEXT))),
        Map.entry("INSERT_DATASET", insertInto(DATASET, DATASET.NAME).values(TEXT)),
        Map.entry("INSERT_PARAM_SET", insertParamSet()),
        Map.entry("SEGMENT_PATHS", segmentPaths()),
        Map.entry("RAW_GROUP", rawGroup()),
        Map.entry("IN_FLIGHT_RANGES", rangesOfJobs(IN_FLIGHT)),
        Map.entry("ENDED_RANGES", rangesOfJobs(HAS_ENDED, JOB.ID)),
        Map.entry("RELEASE_JOB", releaseJob()),
        Map.entry("INSERT_SUBMISSION", insertSubmission()),
        Map.entry("INSERT_JOB", insertJob()),
        Map.entry("INSERT_JOB_RANGE", insertJobRange()),
        Map.entry(
            "NEWEST_SUBMISSION",
            select(max(SUBMISSION.ID)).from(SUBMISSION).where(SUBMISSION.ID.gt(inline(0L)))),
        Map.entry("ONE_SUBMISSION", submissions(ONE)),
        Map.entry("ONE_JOBS", jobs(ONE)),
        Map.entry("ONE_JOB_RANGES", jobRanges(ONE)),
        Map.entry("ALL_SUBMISSIONS", submissions(noCondition())),
        Map.entry("ALL_JOBS", jobs(noCondition())),
        Map.entry("ALL_JOB_RANGES", jobRanges(noCondition())),
        Map.entry("ACTIVE_SUBMISSIONS", submissions(ACTIVE)),
        Map.entry("ACTIVE_JOBS", jobs(ACTIVE)),
        Map.entry("ACTIVE_JOB_RANGES", jobRanges(ACTIVE)),
        Map.entry("UNFINISHED_SUBMISSIONS", submissions(UNFINISHED)),
        Map.entry("UNFINISHED_JOBS", jobs(UNFINISHED)),
        Map.entry("UNFINISHED_JOB_RANGES", jobRanges(UNFINISHED)));
  }

  private static Query paramSet() {
    return select(
            PARAM_SET.ID,
            DATASET.NAME,
            PARAM_SET.NUMBER,
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED)
        .from(PARAM_SET)
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .where(DATASET.NAME.eq(TEXT).and(PARAM_SET.HASH.eq(TEXT)));
  }

  private static Query insertParamSet() {
    return insertInto(
            PARAM_SET,
            PARAM_SET.DATASET_ID,
            PARAM_SET.NUMBER,
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED,
            PARAM_SET.CREATED_MS)
        .select(
            select(
                    NUMBER,
                    coalesce(max(PARAM_SET.NUMBER).plus(inline(1L)), inline(0L)),
                    TEXT,
                    TEXT,
                    NUMBER,
                    NUMBER)
                .from(PARAM_SET)
                .where(PARAM_SET.DATASET_ID.eq(NUMBER)));
  }

  private static Query segmentPaths() {
    return select(SEGMENT.PATH)
        .from(SEGMENT)
        .where(
            SEGMENT.PARAM_SET_ID.eq(NUMBER).and(SEGMENT.PREPROCESSED_ID.isNotDistinctFrom(NUMBER)))
        .orderBy(SEGMENT.FIRST_INDEX)
        .limit(NUMBER);
  }

  private static Query rawGroup() {
    return select(SAMPLE_GROUP.ID, SAMPLE_GROUP.SAMPLES)
        .from(SAMPLE_GROUP)
        .where(
            SAMPLE_GROUP.PARAM_SET_ID.eq(NUMBER).and(SAMPLE_GROUP.NAME.eq(inline(GroupRow.RAW))));
  }

  private static Query rangesOfJobs(Condition condition, Field<?>... before) {
    return select(before)
        .select(JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
        .from(SUBMISSION)
        .join(JOB)
        .on(JOB.SUBMISSION_ID.eq(SUBMISSION.ID))
        .join(JOB_RANGE)
        .on(JOB_RANGE.JOB_ID.eq(JOB.ID))
        .where(
            SUBMISSION
                .PARAM_SET_ID
                .eq(NUMBER)
                .and(SUBMISSION.PREPROCESSED_ID.isNotDistinctFrom(NUMBER))
                .and(condition));
  }

  private static Query releaseJob() {
    return update(JOB)
        .set(JOB.STATE, inline(JobState.RELEASED.inCatalog()))
        .set(JOB.ATTEMPT, JOB.ATTEMPT.plus(inline(1)))
        .where(JOB.ID.eq(NUMBER));
  }

  private static Query insertSubmission() {
    return insertInto(
            SUBMISSION,
            SUBMISSION.PARAM_SET_ID,
            SUBMISSION.PREPROCESSED_ID,
            SUBMISSION.EXECUTOR,
            SUBMISSION.SAMPLES,
            SUBMISSION.CODE_HASH,
            SUBMISSION.NODE,
            SUBMISSION.PID,
            SUBMISSION.PID_SINCE_MS,
            SUBMISSION.CREATED_MS)
        .values(NUMBER, NUMBER, TEXT, NUMBER, TEXT, TEXT, NUMBER, NUMBER, NUMBER);
  }

  private static Query insertJob() {
    return insertInto(JOB, JOB.SUBMISSION_ID, JOB.NUMBER, JOB.STATE)
        .values(NUMBER, NUMBER, inline(JobState.PENDING.inCatalog()));
  }

  private static Query insertJobRange() {
    return insertInto(JOB_RANGE, JOB_RANGE.JOB_ID, JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
        .values(NUMBER, NUMBER, NUMBER);
  }

  private static Query submissions(Condition condition) {
    return select(
            PARAM_SET.ID,
            DATASET.NAME,
            PARAM_SET.NUMBER,
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED,
            SUBMISSION.ID,
            SUBMISSION.PREPROCESSED_ID,
            SAMPLE_GROUP.NAME,
            PREPROCESSED.NAME,
            SUBMISSION.EXECUTOR,
            SUBMISSION.SAMPLES,
            SUBMISSION.CODE_HASH,
            SUBMISSION.NODE,
            SUBMISSION.PID,
            SUBMISSION.PID_SINCE_MS,
            SUBMISSION.CREATED_MS)
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
        .orderBy(SUBMISSION.ID);
  }

  private static Query jobs(Condition condition) {
    Field<BigDecimal> recorded =
        field(select(sum(ATTEMPT.SAMPLES)).from(ATTEMPT).where(ATTEMPT.JOB_ID.eq(JOB.ID)))
            .as("recorded");
    return select(
            JOB.ID,
            JOB.SUBMISSION_ID,
            JOB.NUMBER,
            JOB.STATE,
            JOB.ATTEMPT,
            JOB.JOB_ARRAY_ID,
            JOB.UNSEEN_MS,
            JOB.REASON,
            JOB.ERROR,
            recorded,
            ATTEMPT.NODE,
            ATTEMPT.SLURM_JOB,
            ATTEMPT.LOG,
            ATTEMPT.STARTED_MS,
            ATTEMPT.ENDED_MS)
        .from(SUBMISSION)
        .join(JOB)
        .on(JOB.SUBMISSION_ID.eq(SUBMISSION.ID))
        .leftJoin(ATTEMPT)
        .on(ATTEMPT.JOB_ID.eq(JOB.ID).and(ATTEMPT.NUMBER.eq(JOB.ATTEMPT)))
        .where(condition)
        .orderBy(SUBMISSION.ID, JOB.NUMBER);
  }

  private static Query jobRanges(Condition condition) {
    return select(JOB_RANGE.JOB_ID, JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
        .from(SUBMISSION)
        .join(JOB)
        .on(JOB.SUBMISSION_ID.eq(SUBMISSION.ID))
        .join(JOB_RANGE)
        .on(JOB_RANGE.JOB_ID.eq(JOB.ID))
        .where(condition);
  }
}

package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.ATTEMPT;
import static io.slurmgen.catalog.generated.Tables.CHUNK;
import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.JOB_RANGE;
import static io.slurmgen.catalog.generated.Tables.MOVE;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET_CODE;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED_RANGE;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;
import static io.slurmgen.catalog.generated.Tables.SEGMENT;
import static io.slurmgen.catalog.generated.Tables.SUBMISSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.val;

import io.slurmgen.catalog.generated.tables.Segment;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Query;

/** The pinned queries as typed expressions, by the names of their constants. */
final class PinnedReads {

  private static final Field<Long> NUMBER = val(0L);
  private static final Field<String> TEXT = val("");

  private PinnedReads() {}

  static Map<String, Query> all() {
    return Map.ofEntries(
        Map.entry("DATASETS", select(DATASET.NAME).from(DATASET).orderBy(DATASET.NAME)),
        Map.entry("COUNTS", counts()),
        Map.entry("GROUP_RANGES", groupRanges()),
        Map.entry("SET_RANGES", setRanges()),
        Map.entry(
            "GROUP_ID",
            select(SAMPLE_GROUP.ID)
                .from(SAMPLE_GROUP)
                .where(SAMPLE_GROUP.PARAM_SET_ID.eq(NUMBER).and(SAMPLE_GROUP.NAME.eq(TEXT)))),
        Map.entry(
            "GROUP_COUNT",
            select(SAMPLE_GROUP.SAMPLES)
                .from(SAMPLE_GROUP)
                .where(
                    SAMPLE_GROUP
                        .ID
                        .eq(NUMBER)
                        .and(SAMPLE_GROUP.PARAM_SET_ID.eq(NUMBER))
                        .and(SAMPLE_GROUP.NAME.eq(TEXT)))),
        Map.entry("LOCATIONS", locations()),
        Map.entry("JOB", job()),
        Map.entry(
            "JOB_RANGES",
            select(JOB_RANGE.FIRST_INDEX, JOB_RANGE.SAMPLES)
                .from(JOB_RANGE)
                .where(JOB_RANGE.JOB_ID.eq(NUMBER))),
        Map.entry(
            "SAMPLE_RANGES",
            select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
                .from(SAMPLE_RANGE)
                .where(
                    SAMPLE_RANGE
                        .PARAM_SET_ID
                        .eq(NUMBER)
                        .and(SAMPLE_RANGE.FIRST_INDEX.lt(NUMBER))
                        .and(SAMPLE_RANGE.FIRST_INDEX.plus(SAMPLE_RANGE.SAMPLES).gt(NUMBER)))),
        Map.entry(
            "PREPROCESSED_RANGES",
            select(PREPROCESSED_RANGE.FIRST_INDEX, PREPROCESSED_RANGE.SAMPLES)
                .from(PREPROCESSED_RANGE)
                .where(
                    PREPROCESSED_RANGE
                        .PREPROCESSED_ID
                        .eq(NUMBER)
                        .and(PREPROCESSED_RANGE.FIRST_INDEX.lt(NUMBER))
                        .and(
                            PREPROCESSED_RANGE
                                .FIRST_INDEX
                                .plus(PREPROCESSED_RANGE.SAMPLES)
                                .gt(NUMBER)))),
        Map.entry("NEWEST_ATTEMPT", select(JOB.ATTEMPT).from(JOB).where(JOB.ID.eq(NUMBER))),
        Map.entry(
            "TIMING",
            select(ATTEMPT.CHUNKS, ATTEMPT.MEAN_NANOS, ATTEMPT.STDDEV_NANOS)
                .from(ATTEMPT)
                .where(ATTEMPT.JOB_ID.eq(NUMBER).and(ATTEMPT.NUMBER.eq(NUMBER)))),
        Map.entry(
            "SEGMENT",
            select(SEGMENT.ID, SEGMENT.FIRST_INDEX, SEGMENT.SAMPLES, SEGMENT.LENGTH_BYTES)
                .from(SEGMENT)
                .where(SEGMENT.PATH.eq(TEXT))));
  }

  private static Query counts() {
    Field<Integer> codes =
        field(
                selectCount()
                    .from(PARAM_SET_CODE)
                    .where(PARAM_SET_CODE.PARAM_SET_ID.eq(PARAM_SET.ID)))
            .as("codes");
    return select(
            PARAM_SET.ID,
            DATASET.NAME,
            PARAM_SET.NUMBER,
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED,
            codes,
            SAMPLE_GROUP.ID,
            SAMPLE_GROUP.NAME,
            SAMPLE_GROUP.SAMPLES,
            PREPROCESSED.ID,
            PREPROCESSED.NAME,
            PREPROCESSED.SAMPLES)
        .from(PARAM_SET)
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .join(SAMPLE_GROUP)
        .on(SAMPLE_GROUP.PARAM_SET_ID.eq(PARAM_SET.ID))
        .leftJoin(PREPROCESSED)
        .on(PREPROCESSED.GROUP_ID.eq(SAMPLE_GROUP.ID))
        .where(TEXT.isNull().or(DATASET.NAME.eq(TEXT)))
        .orderBy(DATASET.NAME, PARAM_SET.NUMBER, SAMPLE_GROUP.ID, PREPROCESSED.ID);
  }

  private static Query groupRanges() {
    return select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
        .from(SAMPLE_RANGE)
        .where(SAMPLE_RANGE.GROUP_ID.eq(NUMBER))
        .orderBy(SAMPLE_RANGE.MOVE_ID, SAMPLE_RANGE.FIRST_INDEX);
  }

  private static Query setRanges() {
    return select(
            SAMPLE_RANGE.FIRST_INDEX,
            SAMPLE_RANGE.SAMPLES,
            SAMPLE_RANGE.GROUP_ID,
            SAMPLE_RANGE.MOVE_ID,
            MOVE.GROUP_ID,
            MOVE.SAMPLES)
        .from(SAMPLE_RANGE)
        .leftJoin(MOVE)
        .on(MOVE.ID.eq(SAMPLE_RANGE.MOVE_ID))
        .where(SAMPLE_RANGE.PARAM_SET_ID.eq(NUMBER))
        .orderBy(SAMPLE_RANGE.FIRST_INDEX);
  }

  private static Query locations() {
    Segment earlier = SEGMENT.as("earlier");
    Field<Long> offsetBytes =
        field(
                select(CHUNK.OFFSET_BYTES)
                    .from(CHUNK)
                    .where(
                        CHUNK
                            .SEGMENT_ID
                            .eq(SEGMENT.ID)
                            .and(CHUNK.FIRST_INDEX.le(greatest(NUMBER, SEGMENT.FIRST_INDEX))))
                    .orderBy(CHUNK.FIRST_INDEX.desc())
                    .limit(inline(1)))
            .as("offset_bytes");
    Field<Long> firstOfAll =
        field(
            select(max(earlier.FIRST_INDEX))
                .from(earlier)
                .where(
                    earlier
                        .PARAM_SET_ID
                        .eq(NUMBER)
                        .and(earlier.PREPROCESSED_ID.isNotDistinctFrom(NUMBER))
                        .and(earlier.FIRST_INDEX.le(NUMBER))));
    return select(
            SEGMENT.PATH, SEGMENT.FIRST_INDEX, SEGMENT.SAMPLES, SEGMENT.LENGTH_BYTES, offsetBytes)
        .from(SEGMENT)
        .where(
            SEGMENT
                .PARAM_SET_ID
                .eq(NUMBER)
                .and(SEGMENT.PREPROCESSED_ID.isNotDistinctFrom(NUMBER))
                .and(SEGMENT.FIRST_INDEX.lt(NUMBER))
                .and(SEGMENT.FIRST_INDEX.ge(coalesce(firstOfAll, inline(0L))))
                .and(SEGMENT.FIRST_INDEX.plus(SEGMENT.SAMPLES).gt(NUMBER)))
        .orderBy(SEGMENT.FIRST_INDEX);
  }

  private static Query job() {
    return select(
            PARAM_SET.ID,
            DATASET.NAME,
            PARAM_SET.NUMBER,
            PARAM_SET.HASH,
            PARAM_SET.PARAMS,
            PARAM_SET.SEED,
            JOB.ID,
            JOB.ATTEMPT,
            JOB.STATE,
            PREPROCESSED.ID,
            SAMPLE_GROUP.NAME,
            PREPROCESSED.NAME)
        .from(JOB)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(JOB.SUBMISSION_ID))
        .join(PARAM_SET)
        .on(PARAM_SET.ID.eq(SUBMISSION.PARAM_SET_ID))
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .leftJoin(PREPROCESSED)
        .on(PREPROCESSED.ID.eq(SUBMISSION.PREPROCESSED_ID))
        .leftJoin(SAMPLE_GROUP)
        .on(SAMPLE_GROUP.ID.eq(PREPROCESSED.GROUP_ID))
        .where(SUBMISSION.ID.eq(NUMBER).and(JOB.NUMBER.eq(NUMBER)));
  }
}

package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.ATTEMPT;
import static io.slurmgen.catalog.generated.Tables.CHUNK;
import static io.slurmgen.catalog.generated.Tables.JOB;
import static io.slurmgen.catalog.generated.Tables.PREPROCESSED_RANGE;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;
import static io.slurmgen.catalog.generated.Tables.SEGMENT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.update;
import static org.jooq.impl.DSL.val;

import io.slurmgen.catalog.generated.tables.PreprocessedRange;
import io.slurmgen.catalog.generated.tables.SampleRange;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;

/** The pinned changes as typed expressions, by the names of their constants. */
final class PinnedWrites {

  private static final Field<Long> NUMBER = val(0L);
  private static final Field<Float> REAL = val(0f);
  private static final Field<String> TEXT = val("");

  private static final Condition IS_RAW_RANGE =
      SAMPLE_RANGE
          .PARAM_SET_ID
          .eq(NUMBER)
          .and(SAMPLE_RANGE.FIRST_INDEX.eq(NUMBER))
          .and(SAMPLE_RANGE.MOVE_ID.isNull());

  private static final Condition IS_PREPROCESSED_RANGE =
      PREPROCESSED_RANGE.PREPROCESSED_ID.eq(NUMBER).and(PREPROCESSED_RANGE.FIRST_INDEX.eq(NUMBER));

  private PinnedWrites() {}

  static Map<String, Query> all() {
    return Map.ofEntries(
        Map.entry("START_JOB", startJob()),
        Map.entry("INSERT_ATTEMPT", insertAttempt()),
        Map.entry("INSERT_SEGMENT", insertSegment()),
        Map.entry("EXTEND_SEGMENT", extendSegment()),
        Map.entry("INSERT_CHUNK", insertChunk()),
        Map.entry("EXTEND_RAW_RANGE", extendRawRange()),
        Map.entry("INSERT_RAW_RANGE", insertRawRange()),
        Map.entry("EXTEND_PREPROCESSED_RANGE", extendPreprocessedRange()),
        Map.entry("INSERT_PREPROCESSED_RANGE", insertPreprocessedRange()),
        Map.entry("RAW_RANGE", select(SAMPLE_RANGE.SAMPLES).from(SAMPLE_RANGE).where(IS_RAW_RANGE)),
        Map.entry("DELETE_RAW_RANGE", deleteFrom(SAMPLE_RANGE).where(IS_RAW_RANGE)),
        Map.entry(
            "PREPROCESSED_RANGE",
            select(PREPROCESSED_RANGE.SAMPLES)
                .from(PREPROCESSED_RANGE)
                .where(IS_PREPROCESSED_RANGE)),
        Map.entry(
            "DELETE_PREPROCESSED_RANGE",
            deleteFrom(PREPROCESSED_RANGE).where(IS_PREPROCESSED_RANGE)),
        Map.entry("UPDATE_ATTEMPT", updateAttempt()),
        Map.entry("END_JOB", endJob()),
        Map.entry("END_ATTEMPT", endAttempt()));
  }

  private static Query startJob() {
    return update(JOB)
        .set(JOB.ATTEMPT, NUMBER)
        .set(JOB.STATE, inline(JobState.RUNNING.inCatalog()))
        .set(JOB.REASON, inline((String) null))
        .set(JOB.ERROR, inline((String) null))
        .set(JOB.UNSEEN_MS, inline((Long) null))
        .where(JOB.ID.eq(NUMBER));
  }

  private static Query insertAttempt() {
    return insertInto(
            ATTEMPT,
            ATTEMPT.JOB_ID,
            ATTEMPT.NUMBER,
            ATTEMPT.NODE,
            ATTEMPT.SLURM_JOB,
            ATTEMPT.LOG,
            ATTEMPT.CODE_HASH,
            ATTEMPT.STARTED_MS)
        .values(NUMBER, NUMBER, TEXT, TEXT, TEXT, TEXT, NUMBER);
  }

  private static Query insertSegment() {
    return insertInto(
            SEGMENT,
            SEGMENT.PARAM_SET_ID,
            SEGMENT.PREPROCESSED_ID,
            SEGMENT.JOB_ID,
            SEGMENT.ATTEMPT,
            SEGMENT.PATH,
            SEGMENT.FIRST_INDEX,
            SEGMENT.SAMPLES,
            SEGMENT.LENGTH_BYTES)
        .values(NUMBER, NUMBER, NUMBER, NUMBER, TEXT, NUMBER, NUMBER, NUMBER);
  }

  private static Query extendSegment() {
    return update(SEGMENT)
        .set(SEGMENT.SAMPLES, SEGMENT.SAMPLES.plus(NUMBER))
        .set(SEGMENT.LENGTH_BYTES, NUMBER)
        .where(SEGMENT.ID.eq(NUMBER));
  }

  private static Query insertChunk() {
    return insertInto(
            CHUNK,
            CHUNK.SEGMENT_ID,
            CHUNK.FIRST_INDEX,
            CHUNK.SAMPLES,
            CHUNK.OFFSET_BYTES,
            CHUNK.LENGTH_BYTES,
            CHUNK.CRC32C,
            CHUNK.NANOS)
        .values(NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
  }

  private static Query extendRawRange() {
    SampleRange earlier = SAMPLE_RANGE.as("earlier");
    return update(SAMPLE_RANGE)
        .set(SAMPLE_RANGE.SAMPLES, SAMPLE_RANGE.SAMPLES.plus(NUMBER))
        .where(
            SAMPLE_RANGE
                .PARAM_SET_ID
                .eq(NUMBER)
                .and(
                    SAMPLE_RANGE.FIRST_INDEX.eq(
                        select(max(earlier.FIRST_INDEX))
                            .from(earlier)
                            .where(
                                earlier
                                    .PARAM_SET_ID
                                    .eq(NUMBER)
                                    .and(earlier.FIRST_INDEX.lt(NUMBER)))))
                .and(SAMPLE_RANGE.FIRST_INDEX.plus(SAMPLE_RANGE.SAMPLES).eq(NUMBER))
                .and(SAMPLE_RANGE.MOVE_ID.isNull()));
  }

  private static Query insertRawRange() {
    return insertInto(
            SAMPLE_RANGE,
            SAMPLE_RANGE.PARAM_SET_ID,
            SAMPLE_RANGE.FIRST_INDEX,
            SAMPLE_RANGE.SAMPLES,
            SAMPLE_RANGE.GROUP_ID)
        .select(
            select(SAMPLE_GROUP.PARAM_SET_ID, NUMBER, NUMBER, SAMPLE_GROUP.ID)
                .from(SAMPLE_GROUP)
                .where(
                    SAMPLE_GROUP
                        .PARAM_SET_ID
                        .eq(NUMBER)
                        .and(SAMPLE_GROUP.NAME.eq(inline(GroupRow.RAW)))));
  }

  private static Query extendPreprocessedRange() {
    PreprocessedRange earlier = PREPROCESSED_RANGE.as("earlier");
    return update(PREPROCESSED_RANGE)
        .set(PREPROCESSED_RANGE.SAMPLES, PREPROCESSED_RANGE.SAMPLES.plus(NUMBER))
        .where(
            PREPROCESSED_RANGE
                .PREPROCESSED_ID
                .eq(NUMBER)
                .and(
                    PREPROCESSED_RANGE.FIRST_INDEX.eq(
                        select(max(earlier.FIRST_INDEX))
                            .from(earlier)
                            .where(
                                earlier
                                    .PREPROCESSED_ID
                                    .eq(NUMBER)
                                    .and(earlier.FIRST_INDEX.lt(NUMBER)))))
                .and(PREPROCESSED_RANGE.FIRST_INDEX.plus(PREPROCESSED_RANGE.SAMPLES).eq(NUMBER)));
  }

  private static Query insertPreprocessedRange() {
    return insertInto(
            PREPROCESSED_RANGE,
            PREPROCESSED_RANGE.PREPROCESSED_ID,
            PREPROCESSED_RANGE.FIRST_INDEX,
            PREPROCESSED_RANGE.SAMPLES)
        .values(NUMBER, NUMBER, NUMBER);
  }

  private static Query updateAttempt() {
    return update(ATTEMPT)
        .set(ATTEMPT.SAMPLES, ATTEMPT.SAMPLES.plus(NUMBER))
        .set(ATTEMPT.CHUNKS, NUMBER)
        .set(ATTEMPT.STARTUP_NANOS, coalesce(NUMBER, ATTEMPT.STARTUP_NANOS))
        .set(ATTEMPT.MEAN_NANOS, REAL)
        .set(ATTEMPT.STDDEV_NANOS, REAL)
        .where(ATTEMPT.JOB_ID.eq(NUMBER).and(ATTEMPT.NUMBER.eq(NUMBER)));
  }

  private static Query endJob() {
    return update(JOB)
        .set(JOB.STATE, TEXT)
        .set(JOB.REASON, TEXT)
        .set(JOB.ERROR, TEXT)
        .where(JOB.ID.eq(NUMBER).and(JOB.ATTEMPT.eq(NUMBER)));
  }

  private static Query endAttempt() {
    return update(ATTEMPT)
        .set(ATTEMPT.ENDED_MS, greatest(NUMBER, ATTEMPT.STARTED_MS))
        .where(ATTEMPT.JOB_ID.eq(NUMBER).and(ATTEMPT.NUMBER.eq(NUMBER)));
  }
}

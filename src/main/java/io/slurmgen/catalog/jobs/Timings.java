package io.slurmgen.catalog.jobs;

import static io.slurmgen.sqlite.generated.Tables.ATTEMPT;
import static io.slurmgen.sqlite.generated.Tables.DATASET;
import static io.slurmgen.sqlite.generated.Tables.JOB;
import static io.slurmgen.sqlite.generated.Tables.PARAM_SET;
import static io.slurmgen.sqlite.generated.Tables.PREPROCESSED;
import static io.slurmgen.sqlite.generated.Tables.SEGMENT;
import static io.slurmgen.sqlite.generated.Tables.SUBMISSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import io.slurmgen.model.AttemptTiming;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Records;

/** How long earlier attempts took: what time estimates are made from. */
public final class Timings {

  private final CatalogConnection catalog;

  public Timings(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** The timings of generating samples of one parameter set, empty where it has none. */
  public List<AttemptTiming> ofParamSet(long paramSetId) throws IOException {
    return query(SUBMISSION.PARAM_SET_ID.eq(paramSetId).and(SUBMISSION.PREPROCESSED_ID.isNull()));
  }

  /** The timings of generating samples of all parameter sets of a dataset. */
  public List<AttemptTiming> ofDataset(String dataset) throws IOException {
    return query(DATASET.NAME.eq(dataset).and(SUBMISSION.PREPROCESSED_ID.isNull()));
  }

  /** The timings of one preprocessor of a dataset. */
  public List<AttemptTiming> ofPreprocessor(String dataset, String preprocessor)
      throws IOException {
    return query(DATASET.NAME.eq(dataset).and(PREPROCESSED.NAME.eq(preprocessor)));
  }

  private List<AttemptTiming> query(Condition condition) throws IOException {
    return catalog.read(
        () ->
            catalog
                .sql()
                .select(
                    coalesce(ATTEMPT.STARTUP_NANOS, inline(0L)),
                    ATTEMPT.CHUNKS,
                    ATTEMPT.MEAN_NANOS.cast(Double.class),
                    ATTEMPT.STDDEV_NANOS.cast(Double.class))
                .from(ATTEMPT)
                .join(JOB)
                .on(JOB.ID.eq(ATTEMPT.JOB_ID))
                .join(SUBMISSION)
                .on(SUBMISSION.ID.eq(JOB.SUBMISSION_ID))
                .join(PARAM_SET)
                .on(PARAM_SET.ID.eq(SUBMISSION.PARAM_SET_ID))
                .join(DATASET)
                .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
                .leftJoin(PREPROCESSED)
                .on(PREPROCESSED.ID.eq(SUBMISSION.PREPROCESSED_ID))
                .where(ATTEMPT.CHUNKS.gt(0L).and(condition))
                .fetch(Records.mapping(AttemptTiming::new)));
  }

  /** The mean bytes that a recorded sample of a dataset takes, empty where there is none. */
  public Optional<Double> bytesPerSample(String dataset) throws IOException {
    return catalog.read(
        () ->
            catalog
                .sql()
                .select(sum(SEGMENT.LENGTH_BYTES), sum(SEGMENT.SAMPLES))
                .from(SEGMENT)
                .join(PARAM_SET)
                .on(PARAM_SET.ID.eq(SEGMENT.PARAM_SET_ID))
                .join(DATASET)
                .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
                .where(DATASET.NAME.eq(dataset).and(SEGMENT.PREPROCESSED_ID.isNull()))
                .fetchSingle(
                    row ->
                        Optional.ofNullable(row.value2())
                            .map(samples -> row.value1().doubleValue() / samples.doubleValue())));
  }
}

package io.slurmgen.catalog.jobs;

import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.JobState;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Attempts of tasks that may not write to the catalog, as commands record them afterwards. */
public final class AttemptReports {

  private static final String STATE = "select attempt, state from job where id = ?";

  private final CatalogConnection catalog;

  public AttemptReports(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /**
   * What the catalog knows of a job.
   *
   * @param attempt its newest attempt, 0 where none has started
   */
  public record Standing(int attempt, JobState state) {}

  /**
   * What the catalog knows of a job, empty where it knows no such job.
   *
   * @param job its key
   */
  public Optional<Standing> standing(long job) throws IOException {
    return catalog.read(
        () ->
            catalog
                .statements()
                .first(
                    STATE,
                    row -> new Standing(row.smallNumber(1), JobState.ofCatalog(row.text(2))),
                    job));
  }

  /**
   * The attempt that would start next, as far as the catalog knows; nothing is written.
   *
   * @throws SupersededException if the job is not to run any more
   */
  public AttemptRow next(AttemptStart start) throws IOException {
    return catalog.read(() -> new Attempts(catalog).next(start));
  }

  /**
   * Records that an attempt has started; does nothing where it or a later one is recorded. A job
   * that was cancelled meanwhile stays so, with that attempt as its newest.
   *
   * @throws SupersededException if others make the job's samples
   */
  public void start(AttemptStart start, int number, Instant started) throws IOException {
    catalog.write(
        () -> {
          Attempts attempts = new Attempts(catalog);
          AttemptRow next = attempts.nextReported(start);
          if (next.number() <= number) {
            attempts.insert(next.withNumber(number), start, started.toEpochMilli());
          }
          return null;
        });
  }

  /** Records how an attempt ended; does nothing where it is superseded. */
  public void end(AttemptRow attempt, JobEnd end, Instant ended) throws IOException {
    catalog.write(() -> new Attempts(catalog).setEnd(attempt, end, ended.toEpochMilli()));
  }
}

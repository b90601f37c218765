package io.slurmgen.cli;

import io.slurmgen.UserError;
import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** Finds the submission that a person means. */
final class SubmissionChoice {

  /** Where to find the numbers of submissions. */
  static final String HINT = "slurm-gen status shows the unfinished submissions";

  private SubmissionChoice() {}

  /** The catalog of a directory in which a submission is expected. */
  static Catalog open(Path directory, long number) throws IOException {
    return Catalog.open(new CacheDirectory(directory), Clock.systemUTC())
        .orElseThrow(() -> unknown(number));
  }

  static SubmissionRow find(Catalog catalog, long number) throws IOException {
    return catalog.submissions().find(number).orElseThrow(() -> unknown(number));
  }

  static UserError unknown(long number) {
    return new UserError("there is no submission " + number + "; " + HINT);
  }
}

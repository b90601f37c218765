package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the submission that a person means. */
public final class SubmissionChoice {

  private SubmissionChoice() {}

  /** The argument that says which. */
  public static Input<Long> input() {
    return number(InputForm.argument("SUBMISSION", "its number"));
  }

  /** Returns a choice that may be left out and then means something else. */
  public static Input<Long> inputOr(String standard) {
    String usage = "its number (default: " + standard + ")";
    return number(InputForm.argument("SUBMISSION", usage).optional());
  }

  private static Input<Long> number(InputForm form) {
    return form.hint("slurm-gen status shows the unfinished submissions")
        .wholeNumber(1, Long.MAX_VALUE);
  }

  /** The catalog of a directory in which a submission is expected. */
  public static Catalog open(Path directory, long number) throws IOException {
    return Catalog.open(new CacheDirectory(directory), Clock.systemUTC())
        .orElseThrow(() -> unknown(number));
  }

  public static SubmissionRow find(Catalog catalog, long number) throws IOException {
    Optional<SubmissionRow> found = catalog.submissions().find(number);
    if (found.isEmpty()) {
      throw unknown(catalog, number);
    }
    return found.get();
  }

  private static UserError unknown(Catalog catalog, long number) throws IOException {
    OptionalLong newest = catalog.submissions().newest();
    return newest.isEmpty()
        ? unknown(number)
        : new UserError(
            "there is no submission %d, the newest is %d; see %s"
                .formatted(
                    number,
                    newest.getAsLong(),
                    ProposedCommand.command(catalog.directory().user(), "status", "--all")));
  }

  public static UserError unknown(long number) {
    return new UserError(
        "there is no submission "
            + number
            + ", nothing was submitted yet; see slurm-gen generate --help");
  }
}

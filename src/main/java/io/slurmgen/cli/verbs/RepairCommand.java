package io.slurmgen.cli.verbs;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.run.CatalogRebuild;
import io.slurmgen.cli.run.Following;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.RetryHint;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.StaleViewException;
import io.slurmgen.submission.SubmissionStatus;
import io.slurmgen.upkeep.Diagnosis;
import io.slurmgen.upkeep.Remedy;
import io.slurmgen.upkeep.Repair;
import io.slurmgen.upkeep.Verification;
import io.slurmgen.upkeep.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Mends what is on the disk. */
public final class RepairCommand implements Command {

  private final Input<Boolean> isDryRun =
      InputForm.option("--dry-run", "only show what would be done").flag();

  private final Input<Boolean> isDamaged =
      InputForm.option(
              "--damaged",
              "remove the rows of raw samples in damaged chunks as well, to make them again")
          .flag();

  private final Input<Boolean> isRebuild =
      InputForm.option("--rebuild-catalog", "make a new catalog from segments and the journal")
          .flag();

  private final Input<Boolean> isYes =
      InputForm.option("--yes", "with --rebuild-catalog: also while submissions are not over")
          .or("-y")
          .flag();

  @Override
  public String description() {
    return """
    Mends what slurm-gen verify finds, and prints a line for each finding: records whole chunks
    that no row names, unless their job is not over; appends moves that the journal lacks; and
    removes the rows of raw samples whose file is missing or cut short, after it has written
    them to a report in .slurm_cache/.repair. Their jobs count as lost then, and it names the
    slurm-gen retry that makes the samples again. Samples that have a group keep it. Segments
    are not touched. Exits with 1 where something is left that it cannot mend.

    With --rebuild-catalog, makes the catalog again where it was lost, damaged, or put back from
    an old backup. Reads all segments, and the journal of moves, so that samples are in their
    groups again. Nothing is deleted: the old catalog stays beside the new one, and so do
    segments that cannot be read, which are named. Other commands wait meanwhile. Exits with 1
    where samples that had a group are missing, or it is not known which those are.

    That is refused while submissions are not over, since what their jobs still make may only
    count after it is rebuilt once more; -y does it all the same.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(isDryRun, isDamaged, isRebuild, isYes);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    CacheDirectory cache = new CacheDirectory(directory);
    if (isRebuild.value() && (isDryRun.value() || isDamaged.value())) {
      throw new UserError("--rebuild-catalog goes with neither --dry-run nor --damaged");
    }
    if (isYes.value() && !isRebuild.value()) {
      throw new UserError("--yes is for --rebuild-catalog; repair asks nothing");
    }
    return isRebuild.value()
        ? new CatalogRebuild(terminal, cache).run(isYes.value())
        : mend(terminal, cache);
  }

  private ExitCode mend(Terminal terminal, CacheDirectory cache) throws IOException {
    Optional<Catalog> opened;
    try {
      opened = open(cache);
    } catch (CatalogBusyException | StaleViewException e) {
      throw e;
    } catch (CatalogException damaged) {
      Verification.unreadable(cache, damaged).diagnoses().stream()
          .map(Diagnosis::line)
          .forEach(terminal::println);
      return ExitCode.FAILED;
    }
    if (opened.isEmpty()) {
      terminal.println("nothing to mend");
      return ExitCode.DONE;
    }
    try (Catalog catalog = opened.get()) {
      return mend(terminal, catalog);
    }
  }

  private Optional<Catalog> open(CacheDirectory cache) throws IOException {
    return isDryRun.value()
        ? Catalog.openUnchanged(cache, Clock.systemUTC())
        : Catalog.open(cache, Clock.systemUTC());
  }

  private ExitCode mend(Terminal terminal, Catalog catalog) throws IOException {
    if (!isDryRun.value()) { // so that jobs whose processes are gone count as over
      Following.asFarAsPossible(terminal, catalog, catalog.submissions().active());
    }
    Verified verified = VerifyCommand.verify(terminal, catalog);
    Repair repair = new Repair(catalog, Clock.systemUTC(), isDamaged.value());
    List<Diagnosis> diagnoses = verified.diagnoses();
    for (Diagnosis diagnosis : diagnoses) {
      terminal.println(mend(repair, diagnosis));
    }
    List<Diagnosis> mended = diagnoses.stream().filter(repair::mends).toList();
    long left = diagnoses.stream().filter(repair::leaves).count();
    if (!isDryRun.value()) {
      nameRetries(terminal, catalog, mended);
    }
    terminal.println(summary(mended.size(), left));
    return left == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private String mend(Repair repair, Diagnosis diagnosis) throws IOException {
    if (isDryRun.value() || !repair.mends(diagnosis)) {
      return diagnosis.line();
    }
    return "%s: %s; %s"
        .formatted(
            diagnosis.finding().where(),
            diagnosis.finding().text(),
            repair.mend(diagnosis).orElse("nothing is left to do by now"));
  }

  /** Jobs whose rows are gone count as lost, and do not run again by themselves. */
  private static void nameRetries(Terminal terminal, Catalog catalog, List<Diagnosis> mended)
      throws IOException {
    Set<Long> jobs =
        mended.stream()
            .map(Diagnosis::remedy)
            .filter(Remedy.Drop.class::isInstance)
            .map(remedy -> ((Remedy.Drop) remedy).segment().jobId())
            .collect(Collectors.toSet());
    if (jobs.isEmpty()) {
      return;
    }
    for (SubmissionRow submission : catalog.submissions().all()) {
      if (!submission.isActive()
          && submission.jobs().stream().anyMatch(job -> jobs.contains(job.id()))) {
        RetryHint.of(catalog.directory().user(), new SubmissionStatus(submission, Map.of()))
            .ifPresent(terminal::println);
      }
    }
  }

  private String summary(long mended, long left) {
    if (mended + left == 0) {
      return "nothing to mend";
    }
    return "%s %s, %d left"
        .formatted(
            Numbers.counted(mended, "fault"),
            isDryRun.value() ? "would be mended" : "mended",
            left);
  }
}

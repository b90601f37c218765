package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.rebuild.LockedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directories of submissions whose jobs are all done, released or cancelled. Nobody runs their
 * classes any more; logs and classes of jobs that may be retried stay.
 *
 * <p>The directory with the highest number stays, empty: where the catalog is lost, it tells which
 * numbers were given.
 */
final class SubmissionGarbage {

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Catalog catalog;
  private final LeftoverFiles files;
  private final QuietHour quiet;
  private final Consumer<String> kept;

  SubmissionGarbage(Catalog catalog, LeftoverFiles files, QuietHour quiet, Consumer<String> kept) {
    this.catalog = catalog;
    this.files = files;
    this.quiet = quiet;
    this.kept = kept;
  }

  void collect() throws IOException {
    List<Path> folders = folders(catalog.directory().submissions());
    for (Path folder : folders) {
      boolean isLast = folder.equals(folders.get(folders.size() - 1));
      LockedCatalog.whileLocked(
          catalog,
          locked -> {
            collect(locked, folder, isLast);
            return null;
          });
    }
  }

  private static long number(Path folder) {
    return Long.parseLong(folder.getFileName().toString());
  }

  private List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(folder -> NUMBER.matcher(folder.getFileName().toString()).matches())
          .map(catalog.directory()::withoutLinks)
          .filter(Files::isDirectory)
          .sorted(Comparator.comparingLong(SubmissionGarbage::number))
          .toList();
    }
  }

  /** A rebuilt catalog knows a submission of Slurm as a local one, and not whether it is over. */
  private void collect(LockedCatalog locked, Path folder, boolean isLast) throws IOException {
    Optional<SubmissionRow> submission = locked.submission(number(folder));
    if (submission.isEmpty() || submission.get().executor() == ExecutorKind.LOCAL) {
      kept.accept(folder + ": the catalog does not know whether its submission is over");
      return;
    }
    if (isFinished(submission.get(), folder)) {
      files.removeTree(folder, file -> kind(submission.get().id(), file), isLast);
    }
  }

  private boolean isFinished(SubmissionRow submission, Path folder) throws IOException {
    boolean mayEnd = false;
    for (JobRow job : submission.jobs()) {
      switch (job.state()) {
        case DONE, RELEASED -> {}
        case CANCELLED -> mayEnd |= job.newest().filter(run -> run.ended().isEmpty()).isPresent();
        case PENDING, RUNNING, INTERRUPTED, FAILED, LOST -> {
          return false;
        }
      }
    }
    return !mayEnd || quiet.isSince(folder);
  }

  private Leftover.Kind kind(long submission, Path file) {
    if (file.startsWith(catalog.directory().submissionClasses(submission))) {
      return Leftover.Kind.CLASSES;
    }
    return file.startsWith(catalog.directory().submissionLogs(submission))
        ? Leftover.Kind.LOG
        : Leftover.Kind.SCRIPT;
  }
}

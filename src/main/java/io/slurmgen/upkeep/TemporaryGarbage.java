package io.slurmgen.upkeep;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.disk.CoherenceProbe;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.rebuild.CatalogReplacement;
import io.slurmgen.rebuild.LockedCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files and directories that commands make under another name first and put into their place when
 * they are whole, as killed commands have left them: compiled classes, batch scripts, files in the
 * user's directory that {@code export} wrote, what tasks that only append say, trials of two nodes,
 * a catalog that was being rebuilt.
 */
final class TemporaryGarbage {

  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern FOLDER = Pattern.compile("\\.(compiling|damaged)-" + UUID);
  private static final Pattern FILE = Pattern.compile("\\..+\\." + UUID + "\\.part");
  private static final Pattern TRIAL_JOB = Pattern.compile("slurm-gen-doctor-" + UUID);
  private static final Pattern TRIAL_FILE = Pattern.compile("\\.slurm_cache\\d+\\.doctor");

  private final Catalog catalog;
  private final LeftoverFiles files;
  private final QuietHour quiet;

  TemporaryGarbage(Catalog catalog, LeftoverFiles files, QuietHour quiet) {
    this.catalog = catalog;
    this.files = files;
    this.quiet = quiet;
  }

  void collect() throws IOException {
    CacheDirectory directory = catalog.directory();
    removeQuiet(directory.classes(), FOLDER);
    removeQuiet(directory.user(), FILE);
    removeQuiet(directory.attempts(), FILE);
    removeQuiet(directory.trials(), TRIAL_JOB);
    removeQuiet(directory.user(), TRIAL_FILE);
    for (Path submission : entries(directory.submissions())) {
      removeQuiet(submission, FILE);
    }
    removeProbes(directory.probes());
    LockedCatalog.whileLocked(
        catalog,
        locked -> {
          removeRebuilt(CatalogReplacement.files(directory));
          return null;
        });
  }

  private void removeQuiet(Path parent, Pattern name) throws IOException {
    for (Path path : entries(parent)) {
      if (name.matcher(path.getFileName().toString()).matches() && quiet.isSince(path)) {
        files.removeTree(path, file -> Leftover.Kind.TEMPORARY, false);
      }
    }
  }

  private void removeProbes(Path probes) throws IOException {
    for (Path probe : entries(probes)) {
      if (quiet.isSince(probe) && !CoherenceProbe.in(probe).hasHost()) {
        files.removeTree(probe, file -> Leftover.Kind.TEMPORARY, false);
      }
    }
  }

  /** Nobody rebuilds while the lock file is held; what else lies there is somebody's. */
  private void removeRebuilt(List<Path> leftByRebuild) throws IOException {
    for (Path file : leftByRebuild) {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        files.remove(Leftover.Kind.TEMPORARY, file);
      } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        files.removeIfEmpty(file);
      }
    }
  }

  private static List<Path> entries(Path parent) throws IOException {
    if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(parent)) {
      return new ArrayList<>(entries.sorted().toList());
    }
  }
}

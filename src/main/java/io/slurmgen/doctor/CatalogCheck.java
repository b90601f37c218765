package io.slurmgen.doctor;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.check.CatalogHealth;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.InterProcessLock;
import io.slurmgen.disk.LockHolder;
import io.slurmgen.journal.OlderCatalogException;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.sqlite.CatalogHeader;
import io.slurmgen.sqlite.StaleViewException;
import io.slurmgen.submission.ByteSizes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The catalog and what rests on it: the lock file, the guard against old views, the file itself,
 * the journal, and the trials of two nodes that it keeps. It is opened to read it only, so that it
 * stays as it is, whatever that is.
 */
final class CatalogCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CacheDirectory directory;
  private final Clock clock;

  CatalogCheck(CacheDirectory directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    LostCatalogException.refuseMissing(directory);
    if (Files.notExists(directory.catalog())) {
      return List.of(
          Diagnosis.ok(name(), "none yet"), new ProbeCheck(directory).of(Optional.empty()));
    }
    List<Diagnosis> found = new ArrayList<>();
    Optional<InterProcessLock.Held> held = lock(found);
    try (Catalog catalog = Catalog.openReadOnly(directory, clock)) {
      if (guard(catalog, held.isPresent(), found)) {
        examine(catalog, found);
      }
    } catch (IOException | UserError e) {
      found.add(Doctor.failed(this, e));
    } finally {
      if (held.isPresent()) {
        held.get().close();
      }
    }
    return found;
  }

  /** Others who may only read the directory look without it, as all commands that read do. */
  private Optional<InterProcessLock.Held> lock(List<Diagnosis> found) throws IOException {
    String name = "lock-file";
    if (Files.notExists(directory.lock())) {
      found.add(Diagnosis.ok(name, "none yet"));
      return Optional.empty();
    }
    try {
      Optional<InterProcessLock.Held> held =
          InterProcessLock.of(directory.lock()).acquire(PATIENCE);
      found.add(held.isPresent() ? Diagnosis.ok(name, "free") : taken(name));
      return held;
    } catch (FileSystemException e) {
      found.add(Diagnosis.warning(name, "cannot be locked: " + Doctor.text(e), ""));
      return Optional.empty();
    }
  }

  private Diagnosis taken(String name) {
    String holder =
        LockHolder.of(directory.lock())
            .map(LockHolder::toString)
            .orElse("a process of another node");
    return Diagnosis.warning(
        name,
        "%s has had it for %d seconds".formatted(holder, PATIENCE.toSeconds()),
        "commands that write wait for it; end that process if it does not go on");
  }

  /** Returns whether it makes sense to look at the catalog. */
  private boolean guard(Catalog catalog, boolean isLocked, List<Diagnosis> found)
      throws IOException {
    String name = "stale-view";
    FileSystemKind fileSystem = FileSystemKind.of(directory.user());
    if (fileSystem.isLocal()) {
      found.add(Diagnosis.ok(name, "impossible: only this machine writes to the catalog"));
    } else if (!isLocked) {
      found.add(Diagnosis.warning(name, "not looked for, as that needs the lock file", ""));
    } else {
      try {
        found.add(catalog.isGuarded() ? seen(name) : unseen(name, fileSystem));
      } catch (StaleViewException e) {
        found.add(
            Diagnosis.problem(
                name,
                "this node sees an older catalog than the one that other nodes have written",
                fileSystem.advice()));
        return false;
      }
    }
    return true;
  }

  private static Diagnosis seen(String name) {
    return Diagnosis.ok(name, "none: the catalog reads the same through the cache and past it");
  }

  private Diagnosis unseen(String name, FileSystemKind fileSystem) {
    return Diagnosis.warning(
        name,
        "would not be noticed: the file system refuses direct reads (O_DIRECT)",
        fileSystem.advice());
  }

  private void examine(Catalog catalog, List<Diagnosis> found) throws IOException {
    CatalogHeader header = catalog.connection().header();
    if (header.isWal()) {
      found.add(
          Diagnosis.problem(
              name(),
              "is in SQLite's WAL mode, which cannot serve several nodes",
              ProposedCommand.command(directory.user(), "list") + " takes it back"));
      return;
    }
    if (header.isEmpty()) {
      LostCatalogException.refuseEmpty(directory);
      found.add(Diagnosis.ok(name(), "empty yet"));
      return;
    }
    CatalogHealth health = CatalogHealth.of(catalog);
    found.add(file(health));
    if (health.damage().isEmpty()) {
      found.add(journal(catalog));
      found.add(
          new ProbeCheck(directory)
              .of(health.isCurrent() ? Optional.of(catalog) : Optional.empty()));
    }
  }

  private Diagnosis file(CatalogHealth health) throws IOException {
    if (health.damage().isPresent()) {
      return Diagnosis.problem(
          name(),
          "is damaged: " + health.damage().get(),
          ProposedCommand.rebuild(directory.user()) + " makes it again from the segments");
    }
    if (!health.isMarked()) {
      return Diagnosis.warning(
          name(),
          "has the tables of version %d, and another user_version or application_id"
              .formatted(health.version()),
          ProposedCommand.command(directory.user(), "repair"));
    }
    return Diagnosis.ok(
        name(),
        "version %d%s, with a rollback journal, %s, sound as far as quick_check sees"
            .formatted(
                health.version(),
                health.isCurrent() ? "" : " (the next command makes it " + health.newest() + ")",
                ByteSizes.text(Files.size(directory.catalog()))));
  }

  private Diagnosis journal(Catalog catalog) throws IOException {
    String name = "journal";
    Optional<OlderCatalogException> older = catalog.olderThanJournal();
    if (older.isPresent()) {
      return Diagnosis.problem(name, older.get().getMessage(), "");
    }
    return Diagnosis.ok(
        name,
        Files.exists(directory.moveJournal()) ? "has nothing that the catalog lacks" : "none yet");
  }
}

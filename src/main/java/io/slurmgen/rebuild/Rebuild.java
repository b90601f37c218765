package io.slurmgen.rebuild;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.InterProcessLock;
import io.slurmgen.journal.JournalLines;
import io.slurmgen.journal.JournalledLabels;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.LostCatalogException;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Makes the catalog of a cache directory again, from its segments and the {@link MoveJournal}.
 *
 * <p>The new catalog is made in a directory beside the old one, whose place it takes in one step
 * when it is complete. The old one is kept under a name of its own. The lock file is held all the
 * time, so that nobody moves samples meanwhile. A crash leaves the old catalog as it was. Only
 * where it has a rollback journal, or cannot have a second name, there may be none under its own
 * name, until the next rebuild. Nothing that others have written is ever deleted.
 *
 * <p>What segments do not tell is lost: submissions of which there is no sample, how jobs ended,
 * and where they ran. Which samples count where segments overlap is said in {@link SegmentChoice}.
 */
public final class Rebuild {

  private static final String RAISE_ID =
      "update sqlite_sequence set seq = max(seq, ?) where name = ?";

  private static final String INSERT_ID = "insert into sqlite_sequence (name, seq) values (?, ?)";

  /**
   * The endings of files that SQLite keeps beside a database, and plays into whatever has its name.
   */
  private static final List<String> SIDE_FILES = List.of("-journal", "-wal", "-shm");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CacheDirectory directory;
  private final CacheDirectory building;
  private final Clock clock;

  private Rebuild(CacheDirectory directory, Clock clock) {
    this.directory = directory;
    this.building = new CacheDirectory(directory.user().resolve(".slurm_cache.rebuild"));
    this.clock = clock;
  }

  /**
   * Rebuilds the catalog.
   *
   * @param evenIfActive whether to do so while submissions of the old catalog are not over
   * @return what it holds now
   * @throws UserError if there is nothing to rebuild it from, or submissions are not over
   * @throws CatalogBusyException if others kept the lock file locked
   */
  public static Rebuilt run(CacheDirectory directory, Clock clock, boolean evenIfActive)
      throws IOException {
    directory.refuseLinks();
    if (!LostCatalogException.hasSamples(directory)) {
      throw new UserError(directory.user() + " has no segments: there is nothing to rebuild");
    }
    try (OldCatalog old = OldCatalog.open(directory, clock, PATIENCE)) {
      InterProcessLock.Held held =
          InterProcessLock.of(directory.lock())
              .acquire(PATIENCE)
              .orElseThrow(() -> CatalogBusyException.lockedByOthers(directory.lock()));
      try {
        return new Rebuild(directory, clock).run(old, evenIfActive);
      } finally {
        held.close();
      }
    }
  }

  /**
   * The files of a catalog that is being made, or was when a rebuild was killed, and their home.
   */
  public static List<Path> building(CacheDirectory directory) {
    Path folder = directory.user().resolve(".slurm_cache.rebuild");
    CacheDirectory building = new CacheDirectory(folder);
    List<Path> paths = new ArrayList<>(List.of(building.catalog()));
    SIDE_FILES.forEach(ending -> paths.add(sibling(building.catalog(), ending)));
    paths.addAll(List.of(building.lock(), folder));
    return paths;
  }

  private Rebuilt run(OldCatalog old, boolean evenIfActive) throws IOException {
    OldCatalog.Facts facts = old.facts();
    if (!facts.active().isEmpty() && !evenIfActive) {
      throw new UserError(
          "submissions are not over: %s; wait for them or cancel them, or repeat with -y"
              .formatted(text(facts.active())));
    }
    old.close();
    Findings findings = Findings.in(directory, facts);
    List<String> problems = new ArrayList<>(findings.problems());
    try {
      clearBuilding();
      Files.createDirectory(building.user());
      List<ParamSetCounts> counts;
      List<String> missing;
      try (CatalogConnection built =
          CatalogConnection.open(building, clock, PATIENCE, MoveJournal::refuseOlderCatalog)) {
        missing = built.write(() -> fill(built, findings));
        counts = new Counts(built).all();
      }
      problems.addAll(missing);
      return new Rebuilt(
          counts,
          findings.segmentsUsed(),
          replace(),
          problems,
          missing.isEmpty() && findings.journal().isComplete());
    } finally {
      clearBuilding();
    }
  }

  /** All that a catalog is made from. */
  private record Findings(
      OldCatalog.Facts old,
      SegmentSearch search,
      FoundTypes types,
      FoundSets sets,
      List<FoundSegment> chosen,
      JournalLines journal) {

    static Findings in(CacheDirectory directory, OldCatalog.Facts old) throws IOException {
      SegmentSearch search = SegmentSearch.in(directory);
      FoundTypes types = FoundTypes.of(search.found(), old.types());
      JournalLines journal =
          JournalLines.read(directory.moveJournal(), old.isReadable()).with(old.moves());
      JournalledLabels labels = new JournalledLabels(journal.moves());
      FoundSets sets = FoundSets.of(types.segments(), labels);
      return new Findings(
          old, search, types, sets, SegmentChoice.of(sets.segments(), labels), journal);
    }

    List<String> problems() {
      return Stream.of(
              old.problems(),
              search.problems(),
              types.problems(),
              sets.problems(),
              journal.problems())
          .flatMap(List::stream)
          .toList();
    }

    long highestSubmission() {
      return LongStream.of(
              search.highestSubmission(), old.lastId("submission"), journal.lastSubmission())
          .max()
          .orElseThrow();
    }

    long highestJob() {
      return LongStream.of(search.highestJob(), old.lastId("job"), journal.lastJob())
          .max()
          .orElseThrow();
    }

    int segmentsUsed() {
      return (int) chosen.stream().filter(segment -> segment.samples() > 0).count();
    }
  }

  private static String text(List<Long> numbers) {
    return numbers.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  /** Returns a line for each group whose labels could not all be restored. */
  private List<String> fill(CatalogConnection built, Findings findings)
      throws SQLException, IOException {
    List<MoveLine> journal = findings.journal().moves();
    RebuiltSets sets = new RebuiltSets(built);
    sets.insert(findings.sets());
    RebuiltMoves moves = new RebuiltMoves(built, sets, directory);
    moves.insert(journal);
    RebuiltSamples samples =
        new RebuiltSamples(built, sets, findings.highestSubmission(), findings.highestJob());
    samples.insert(findings.chosen());
    raise(built, "submission", samples.highestSubmission());
    raise(built, "job", samples.highestJob());
    raise(built, "move", findings.journal().lastMove());
    for (Map.Entry<String, Long> last : findings.old().lastIds().entrySet()) {
      raise(built, last.getKey(), last.getValue());
    }
    return moves.label(journal);
  }

  /** No id up to this one is given to a new row (https://sqlite.org/autoinc.html). */
  private static void raise(CatalogConnection built, String table, long id) throws SQLException {
    int known = built.statements().update(RAISE_ID, id, table);
    if (known == 0) {
      built.statements().update(INSERT_ID, table, id);
    }
  }

  /** Puts the new catalog into its place; returns where the old one is. */
  private Optional<Path> replace() throws IOException {
    if (Files.exists(directory.catalog())) {
      // Others who could write to the old catalog can write to the new one.
      Files.setPosixFilePermissions(
          building.catalog(), Files.getPosixFilePermissions(directory.catalog()));
    }
    Optional<Path> old = setAside();
    Files.move(building.catalog(), directory.catalog(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.force(directory.user());
    return old;
  }

  /**
   * Gives the old catalog a second name, so that there is a catalog at any moment. Only where it
   * has a file beside it that SQLite would play into the new one, all get another name. The catalog
   * goes first: without it such a file is of no use, and the other way round it is a damaged one.
   */
  private Optional<Path> setAside() throws IOException {
    boolean exists = Files.exists(directory.catalog());
    List<String> beside =
        SIDE_FILES.stream()
            .filter(ending -> Files.exists(sibling(directory.catalog(), ending)))
            .toList();
    if (!exists && beside.isEmpty()) {
      return Optional.empty();
    }
    Path old = freeName();
    if (exists && beside.isEmpty()) {
      linkOrMove(directory.catalog(), old);
    } else if (exists) {
      Files.move(directory.catalog(), old, StandardCopyOption.ATOMIC_MOVE);
    }
    for (String ending : beside) {
      Files.move(
          sibling(directory.catalog(), ending),
          sibling(old, ending),
          StandardCopyOption.ATOMIC_MOVE);
    }
    DurableFile.force(directory.user());
    return exists ? Optional.of(old) : Optional.empty();
  }

  /**
   * A file system may have no hard links, and Linux may refuse one to a file of somebody else.
   * After a crash there may then be no catalog, which commands tell, and which is rebuilt as it
   * was.
   */
  private static void linkOrMove(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path freeName() {
    int number = 1;
    Path name = sibling(directory.catalog(), ".old-" + number);
    while (isTaken(name)) {
      number++;
      name = sibling(directory.catalog(), ".old-" + number);
    }
    return name;
  }

  private static boolean isTaken(Path name) {
    return Files.exists(name)
        || SIDE_FILES.stream().anyMatch(ending -> Files.exists(sibling(name, ending)));
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /**
   * Removes the remains of the directory in which the new catalog was made, by this run or one that
   * crashed.
   */
  private void clearBuilding() throws IOException {
    for (Path path : building(directory)) {
      Files.deleteIfExists(path);
    }
  }
}

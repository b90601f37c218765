package io.slurmgen.rebuild;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Counts;
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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Makes the catalog of a cache directory again, from its segments and the {@link MoveJournal}.
 *
 * <p>The lock file is held all the time, so that nobody moves samples meanwhile. What a crash
 * leaves is said in {@link CatalogReplacement}.
 *
 * <p>What segments do not tell is lost: submissions of which there is no sample, how jobs ended,
 * and where they ran. Which samples count where segments overlap is said in {@link SegmentChoice}.
 */
public final class Rebuild {

  private static final String RAISE_ID =
      "update sqlite_sequence set seq = max(seq, ?) where name = ?";

  private static final String INSERT_ID = "insert into sqlite_sequence (name, seq) values (?, ?)";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CacheDirectory directory;
  private final CatalogReplacement replacement;
  private final Clock clock;

  private Rebuild(CacheDirectory directory, Clock clock) {
    this.directory = directory;
    this.replacement = new CatalogReplacement(directory);
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
      replacement.begin();
      List<ParamSetCounts> counts;
      List<String> missing;
      try (CatalogConnection built =
          CatalogConnection.open(
              replacement.building(), clock, PATIENCE, MoveJournal::refuseOlderCatalog)) {
        missing = built.write(() -> fill(built, findings));
        counts = new Counts(built).all();
      }
      problems.addAll(missing);
      return new Rebuilt(
          counts,
          findings.segmentsUsed(),
          replacement.replace(),
          problems,
          missing.isEmpty() && findings.journal().isComplete());
    } finally {
      replacement.clear();
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
}

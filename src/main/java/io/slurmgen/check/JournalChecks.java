package io.slurmgen.check;

import io.slurmgen.check.Finding.Kind;
import io.slurmgen.journal.JournalLine;
import io.slurmgen.journal.JournalLines;
import io.slurmgen.journal.JournalRows;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.journal.MoveLine;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether the journal says what the labels say, and has no number that the catalog lacks. Used
 * inside one transaction; the caller holds the lock file.
 *
 * <p>That the journal lacks submissions is no fault: version 0.1.0 wrote none, and the next one
 * adds them.
 *
 * <p>A catalog that was rebuilt while samples were missing has moves with fewer samples than the
 * journal says: that is a wrong count of the move, and not told again.
 */
final class JournalChecks {

  private final CatalogConnection catalog;
  private final String where;
  private final List<Finding> found = new ArrayList<>();

  JournalChecks(CatalogConnection catalog) {
    this.catalog = catalog;
    this.where = catalog.directory().moveJournal().getFileName().toString();
  }

  List<Finding> run() throws IOException, SQLException {
    Path file = catalog.directory().moveJournal();
    Map<Long, MoveLine> moves = byId(new MoveJournal(catalog).all());
    JournalLines journal = JournalLines.read(file, true);
    Map<Long, MoveLine> lines = byId(journal.moves());
    int kept = journal.problems().size() - journal.tornLines();
    tell(Kind.JOURNAL_DAMAGED, journal.problems().subList(0, kept));
    tell(Kind.JOURNAL_TORN, journal.problems().subList(kept, journal.problems().size()));
    moves.values().stream()
        .filter(move -> !lines.containsKey(move.id()))
        .forEach(move -> tellMissing(move, journal.lastMove()));
    lines.values().forEach(line -> check(line, moves.get(line.id())));
    long lastSubmission = new JournalRows(catalog).lastNumber("submission");
    journal.submissions().stream()
        .filter(line -> line.id() > lastSubmission)
        .forEach(this::tellAhead);
    return found;
  }

  private static Map<Long, MoveLine> byId(List<MoveLine> moves) {
    Map<Long, MoveLine> byId = new TreeMap<>();
    moves.forEach(move -> byId.put(move.id(), move));
    return byId;
  }

  private void tell(Kind kind, List<String> problems) {
    problems.forEach(problem -> found.add(new Finding(kind, where, problem)));
  }

  private void tellMissing(MoveLine move, long lastId) {
    Kind kind = move.id() > lastId ? Kind.JOURNAL_BEHIND : Kind.JOURNAL_DAMAGED;
    found.add(new Finding(kind, where, "lacks " + move.what()));
  }

  private void tellAhead(JournalLine line) {
    found.add(
        new Finding(
            Kind.JOURNAL_AHEAD, where, "has %s, which the catalog lacks".formatted(line.what())));
  }

  private void check(MoveLine line, MoveLine move) {
    if (move == null) {
      tellAhead(line);
    } else if (!line.isOfSameMove(move)) {
      found.add(
          new Finding(
              Kind.JOURNAL_AHEAD,
              where,
              "has %s, of which the catalog says: %s".formatted(line.what(), move.what())));
    }
  }
}

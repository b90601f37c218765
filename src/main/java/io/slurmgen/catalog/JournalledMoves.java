package io.slurmgen.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All moves of a {@link MoveJournal}.
 *
 * @param moves in order; their ids rise
 * @param problems a line for each line that is not as it was written, or if all are missing
 * @param tornLines how many of these, the last ones, have no line behind them that is as written
 */
record JournalledMoves(List<MoveLine> moves, List<String> problems, int tornLines) {

  private static final String UNKNOWN = "what samples it moved is not known";
  private static final String KNOWN = "the catalog tells what samples it moved";

  JournalledMoves {
    moves = List.copyOf(moves);
    problems = List.copyOf(problems);
  }

  /**
   * Reads a journal.
   *
   * @param mayBeMissing whether it is known that there were no moves where there is none
   */
  static JournalledMoves read(Path file, boolean mayBeMissing) throws IOException {
    if (Files.exists(file)) {
      return of(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return new JournalledMoves(
        List.of(),
        mayBeMissing
            ? List.of()
            : List.of("there is no " + file + ", so that no sample has a group"),
        0);
  }

  private static JournalledMoves of(Path file, String text) {
    List<MoveLine> moves = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    int torn = 0;
    for (String line : text.split("(?<=\n)")) {
      number++;
      Optional<MoveLine> move = MoveLine.parse(line);
      if (move.isPresent() && move.get().id() > lastId(moves)) {
        moves.add(move.get());
        torn = 0;
      } else if (!line.isEmpty()) {
        torn++;
        problems.add("%s: line %d is damaged; %s".formatted(file, number, UNKNOWN));
      }
    }
    return new JournalledMoves(moves, problems, torn);
  }

  /** With the moves that a catalog knows besides, whose lines are damaged or gone. */
  JournalledMoves with(List<MoveLine> known) {
    SortedMap<Long, MoveLine> all = new TreeMap<>();
    known.forEach(move -> all.put(move.id(), move));
    moves.forEach(move -> all.put(move.id(), move));
    List<String> told =
        problems.stream()
            .map(problem -> known.isEmpty() ? problem : problem.replace(UNKNOWN, KNOWN))
            .toList();
    return new JournalledMoves(List.copyOf(all.values()), told, tornLines);
  }

  private static long lastId(List<MoveLine> moves) {
    return moves.isEmpty() ? 0 : moves.get(moves.size() - 1).id();
  }

  /** The id of the last move, 0 where there is none. */
  long lastId() {
    return lastId(moves);
  }
}

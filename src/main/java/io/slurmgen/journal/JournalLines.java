package io.slurmgen.journal;

import io.slurmgen.disk.FileFailure;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.model.SegmentOrigin.SetKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All lines of a {@link MoveJournal}.
 *
 * @param moves in order; their ids rise
 * @param submissions in order; their numbers rise
 * @param problems a line for each line that is not as it was written, or if all are missing
 * @param tornLines how many of these, the last ones, have no line behind them that is as written
 */
public record JournalLines(
    List<MoveLine> moves, List<SubmissionLine> submissions, List<String> problems, int tornLines) {

  private static final String UNKNOWN = "what samples it moved is not known";
  private static final String GONE = ", so that no sample has a group";
  private static final String KNOWN = "the catalog tells what samples it moved";
  private static final String UNKNOWN_NUMBERS = "what numbers it gave out is not known";

  public JournalLines {
    moves = List.copyOf(moves);
    submissions = List.copyOf(submissions);
    problems = List.copyOf(problems);
  }

  /**
   * Reads a journal.
   *
   * @param mayBeMissing whether it is known that there were no moves where there is none
   */
  public static JournalLines read(Path file, boolean mayBeMissing) throws IOException {
    if (PresentLength.isThere(file)) {
      try {
        return of(file, Files.readString(file, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        throw FileFailure.of(file, e);
      }
    }
    return new JournalLines(
        List.of(), List.of(), mayBeMissing ? List.of() : List.of("there is no " + file + GONE), 0);
  }

  private static JournalLines of(Path file, String text) {
    List<MoveLine> moves = new ArrayList<>();
    List<SubmissionLine> submissions = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    int torn = 0;
    for (String line : text.split("(?<=\n)")) {
      number++;
      Optional<JournalLine> read = JournalLine.parse(line);
      if (read.isPresent() && isNext(read.get(), moves, submissions)) {
        add(read.get(), moves, submissions);
        torn = 0;
      } else if (!line.isEmpty()) {
        torn++;
        String unknown = JournalLine.isSubmission(line) ? UNKNOWN_NUMBERS : UNKNOWN;
        problems.add("%s: line %d is damaged; %s".formatted(file, number, unknown));
      }
    }
    return new JournalLines(withSeeds(moves, submissions), submissions, problems, torn);
  }

  /** A parameter set has one seed: lines of version 0.1.0 get it from those of submissions. */
  private static List<MoveLine> withSeeds(List<MoveLine> moves, List<SubmissionLine> submissions) {
    Map<SetKey, OptionalLong> seeds = new HashMap<>();
    for (SubmissionLine line : submissions) {
      seeds.putIfAbsent(new SetKey(line.dataset(), line.hash()), OptionalLong.of(line.seed()));
    }
    return moves.stream()
        .map(
            move ->
                move.withSeed(
                    seeds.getOrDefault(
                        new SetKey(move.dataset(), move.hash()), OptionalLong.empty())))
        .toList();
  }

  private static boolean isNext(
      JournalLine line, List<MoveLine> moves, List<SubmissionLine> submissions) {
    return line instanceof MoveLine move
        ? move.id() > lastMove(moves)
        : line.lastSubmission() > lastSubmission(submissions);
  }

  private static void add(
      JournalLine line, List<MoveLine> moves, List<SubmissionLine> submissions) {
    if (line instanceof MoveLine move) {
      moves.add(move);
    } else if (line instanceof SubmissionLine submission) {
      submissions.add(submission);
    }
  }

  /**
   * With the moves that a catalog knows besides, whose lines are damaged or gone, and the seeds
   * that lines of version 0.1.0 lack.
   */
  public JournalLines with(List<MoveLine> known) {
    SortedMap<Long, MoveLine> all = new TreeMap<>();
    known.forEach(move -> all.put(move.id(), move));
    for (MoveLine move : moves) {
      all.merge(move.id(), move, (catalog, line) -> line.withSeed(catalog.seed()));
    }
    List<String> told =
        problems.stream()
            .map(problem -> known.isEmpty() ? problem : problem.replace(UNKNOWN, KNOWN))
            .toList();
    return new JournalLines(List.copyOf(all.values()), submissions, told, tornLines);
  }

  /** Whether it is known what every move has moved. */
  public boolean isComplete() {
    return problems.stream().noneMatch(told -> told.endsWith(UNKNOWN) || told.endsWith(GONE));
  }

  private static long lastMove(List<MoveLine> moves) {
    return moves.isEmpty() ? 0 : moves.get(moves.size() - 1).id();
  }

  private static long lastSubmission(List<SubmissionLine> submissions) {
    return submissions.isEmpty() ? 0 : submissions.get(submissions.size() - 1).id();
  }

  /** The number of the last move, 0 where there is none. */
  public long lastMove() {
    return lastMove(moves);
  }

  /** The number of the last submission, 0 where there is none. */
  public long lastSubmission() {
    return lastSubmission(submissions);
  }

  /** The highest key that a job was given, 0 where there is none. */
  public long lastJob() {
    return submissions.stream().mapToLong(SubmissionLine::lastJob).max().orElse(0);
  }
}

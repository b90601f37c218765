package io.slurmgen.crash;

import java.util.EnumMap;
import java.util.Map;

/** Counts what kills have hit and what they have left behind. Thread-safe. */
final class Tally {

  private final Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
  private int rounds;
  private int kills;
  private int commands;
  private int unmadeCatalogs;
  private int hotJournals;
  private int journalsBehind;
  private int tornSegments;
  private int adoptions;
  private long adoptedSamples;
  private int collections;
  private int repairs;

  synchronized void killed(Moment moment) {
    moments.merge(moment, 1, Integer::sum);
    kills += moment == Moment.BETWEEN_COMMANDS ? 0 : 1;
  }

  synchronized void ended(Done done) {
    commands++;
    String out = done.answer().orElseThrow().out();
    switch (done.request().verb()) {
      case GC -> collections += out.contains("nothing to remove") ? 0 : 1;
      case REPAIR -> repairs += out.contains("nothing to mend") ? 0 : 1;
      case GENERATE, MOVE, PREPROCESS, RETRY, LIST, STATUS, VERIFY -> {}
    }
  }

  synchronized void left(Damage before, Damage now, long adopted) {
    rounds++;
    unmadeCatalogs += now.noSchema() ? 1 : 0;
    hotJournals += now.hotJournal() ? 1 : 0;
    journalsBehind += now.journalIsBehind() ? 1 : 0;
    tornSegments += Math.max(0, now.tornSegments() - before.tornSegments());
    adoptions += adopted > 0 ? 1 : 0;
    adoptedSamples += adopted;
  }

  /** How many processes were killed while they ran a command. */
  synchronized int kills() {
    return kills;
  }

  @Override
  public synchronized String toString() {
    return "%d rounds, %d kills, %d commands ended; %s; left behind: %d catalogs without a schema, %d hot journals of SQLite, %d moves not journalled, %d torn segments, %d times chunks that nobody had recorded (%d samples); %d times gc has removed something, %d times repair has mended something"
        .formatted(
            rounds,
            kills,
            commands,
            moments,
            unmadeCatalogs,
            hotJournals,
            journalsBehind,
            tornSegments,
            adoptions,
            adoptedSamples,
            collections,
            repairs);
  }
}

package io.slurmgen.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.crash.Request.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What must be true of a cache directory, from what was asked for, what was acknowledged, and what
 * was there before. Not thread-safe.
 */
final class Model {

  private final List<Done> all = new ArrayList<>();
  private Snapshot before = Snapshot.empty();

  /** Compares what is there now with what must be, and remembers it. */
  void check(List<Done> round, Snapshot now) {
    all.addAll(round);
    for (int set = 0; set < ParamSets.COUNT; set++) {
      if (now.sets().containsKey(set)) {
        StoredSet stored = now.sets().get(set);
        checkGrowth(set, stored);
        checkPlaces(set, stored);
        checkMoves(set, stored, round);
        checkDerived(set, stored);
      } else {
        assertEquals(0, acknowledged(set, Verb.GENERATE), "parameter set " + set + " is gone");
        assertTrue(!before.sets().containsKey(set), "parameter set " + set + " is gone");
      }
    }
    before = now;
  }

  private Stream<Done> of(List<Done> some, int set, Verb verb) {
    return some.stream()
        .filter(done -> done.request().set() == set && done.request().verb() == verb);
  }

  private long acknowledged(int set, Verb verb) {
    return of(all, set, verb)
        .filter(Done::isAcknowledged)
        .mapToLong(done -> done.request().number())
        .sum();
  }

  private void checkGrowth(int set, StoredSet now) {
    long asked = of(all, set, Verb.GENERATE).mapToLong(done -> done.request().number()).sum();
    long acknowledged = acknowledged(set, Verb.GENERATE);
    assertTrue(
        acknowledged <= now.samples() && now.samples() <= asked,
        () ->
            "set %d: %d samples, of %d acknowledged and %d asked for"
                .formatted(set, now.samples(), acknowledged, asked));
    assertEquals(now.places().keySet(), StoredSet.indexes(now.chunks()), "chunks of set " + set);
  }

  /** What was there is still there, and what had a group has the same. */
  private void checkPlaces(int set, StoredSet now) {
    SortedMap<Long, StoredSet.Place> places = now.places();
    if (before.sets().containsKey(set)) {
      StoredSet earlier = before.sets().get(set);
      assertEquals(earlier.hash(), now.hash());
      assertEquals(earlier.number(), now.number(), "number of parameter set " + set);
      for (Map.Entry<Long, StoredSet.Place> entry : earlier.places().entrySet()) {
        StoredSet.Place place = places.get(entry.getKey());
        assertTrue(place != null, () -> "sample " + entry.getKey() + " of " + set + " is gone");
        if (entry.getValue().move() != 0) {
          assertEquals(entry.getValue(), place, "sample " + entry.getKey() + " of set " + set);
        }
      }
    }
    now.counts()
        .forEach(
            (group, count) ->
                assertEquals(
                    places.values().stream().filter(place -> place.group().equals(group)).count(),
                    count,
                    "count of " + group + " of set " + set));
  }

  /** Those that were acknowledged are there; of the others each is there whole or not at all. */
  private void checkMoves(int set, StoredSet now, List<Done> round) {
    List<StoredSet.Move> fresh = new ArrayList<>(now.moves().values());
    if (before.sets().containsKey(set)) {
      before.sets().get(set).moves().values().forEach(move -> remove(fresh, move, "is gone"));
    }
    of(round, set, Verb.MOVE)
        .filter(Done::isAcknowledged)
        .forEach(done -> remove(fresh, move(done), "was acknowledged and is not there"));
    of(round, set, Verb.MOVE).filter(Done::isOpen).forEach(done -> fresh.remove(move(done)));
    fresh.removeIf(move -> move.group().equals(Request.PREPROCESSED));
    assertEquals(List.of(), fresh, "moves of set " + set + " that nobody asked for");
    Collection<StoredSet.Place> places = now.places().values();
    now.moves()
        .forEach(
            (id, move) ->
                assertEquals(
                    move.samples(),
                    places.stream().filter(place -> place.move() == id).count(),
                    "samples of move " + id + " to " + move.group()));
  }

  private static StoredSet.Move move(Done done) {
    return new StoredSet.Move(done.request().detail(), done.request().number());
  }

  private static void remove(List<StoredSet.Move> moves, StoredSet.Move move, String what) {
    assertTrue(moves.remove(move), () -> move + " " + what);
  }

  /** Each command that came to its end tells how many it has made itself. */
  private void checkDerived(int set, StoredSet now) {
    long acknowledged =
        of(all, set, Verb.PREPROCESS)
            .filter(done -> done.isAcknowledged() && !isIdle(done))
            .mapToLong(done -> leadingNumber(done.answer().orElseThrow().out()))
            .sum();
    assertTrue(acknowledged <= now.derivedCount(), () -> "preprocessed of " + set);
    assertEquals(now.derivedCount(), StoredSet.indexes(now.derived()).size());
    assertEquals(StoredSet.indexes(now.derived()), StoredSet.indexes(now.derivedChunks()));
    assertTrue(
        new TreeSet<>(now.inOrder(Request.PREPROCESSED))
            .containsAll(StoredSet.indexes(now.derived())),
        "preprocessed samples are of the group they were derived from");
    if (before.sets().containsKey(set)) {
      assertTrue(
          StoredSet.indexes(now.derived())
              .containsAll(StoredSet.indexes(before.sets().get(set).derived())),
          "preprocessed samples are gone");
    }
  }

  private static boolean isIdle(Done done) {
    return done.answer().orElseThrow().saysThatNothingIsToDo();
  }

  private static long leadingNumber(String text) {
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  /**
   * The journal has the moves of the catalog; it may lack only last ones, of commands that were
   * killed.
   */
  void checkJournal(List<JournalledMove> journal, int mostLacking) {
    List<Long> ids = journal.stream().map(JournalledMove::id).toList();
    List<Long> moves =
        before.sets().values().stream()
            .flatMap(set -> set.moves().keySet().stream())
            .sorted()
            .toList();
    assertEquals(moves.subList(0, ids.size()), ids, "ids of the journal");
    assertTrue(moves.size() - ids.size() <= mostLacking, () -> moves + ", in the journal " + ids);
    for (StoredSet set : before.sets().values()) {
      SortedMap<Long, StoredSet.Place> places = set.places();
      journal.stream()
          .filter(move -> move.hash().equals(set.hash()))
          .forEach(move -> checkLine(move, places));
    }
  }

  private static void checkLine(JournalledMove move, SortedMap<Long, StoredSet.Place> places) {
    StoredSet.Place place = new StoredSet.Place(move.group(), move.id());
    TreeSet<Long> labelled = new TreeSet<>();
    places.forEach(
        (index, actual) -> {
          if (actual.equals(place)) {
            labelled.add(index);
          }
        });
    assertEquals(labelled, move.indexes(), "samples of move " + move.id());
  }
}

package io.slurmgen.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What is done between two checks: commands of several processes at the same time, and kills.
 *
 * @param requests the commands of each process, one after the other
 * @param kills at most one a process
 * @param isFirst whether it begins with an empty directory
 * @param isLaunched whether the first process is the launcher, started anew for each command
 */
record Round(List<List<Request>> requests, List<Kill> kills, boolean isFirst, boolean isLaunched) {

  /** Whether all processes are killed, as when the machine loses its power. */
  private static final int ONE_IN_ALL_KILLED = 6;

  private static final int ONE_IN_LAUNCHED = 12;

  /** How much longer commands take on a network file system. */
  private static final int SLOWER = 8;

  private static final int MOST_REQUESTS = 3;
  private static final List<String> GROUPS = List.of("a", "b");

  Round {
    requests = requests.stream().map(List::copyOf).toList();
    kills = List.copyOf(kills);
  }

  /** Draws one; the same random numbers give the same one. */
  static Round draw(Random random, int workers, boolean isFirst) {
    boolean isAll = random.nextInt(ONE_IN_ALL_KILLED) == 0;
    int victim = random.nextInt(workers);
    int other = random.nextInt(workers); // perhaps the same
    List<List<Request>> requests = new ArrayList<>();
    List<Kill> kills = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      List<Request> some = requests(random, isFirst);
      Request hit = isFirst ? generate(random) : ofVictim(random);
      Kill kill = kill(random, worker, random.nextInt(some.size()), hit, isFirst);
      if (isAll || worker == victim || worker == other) {
        some.set(kill.request(), hit);
        kills.add(kill);
      }
      requests.add(some);
    }
    return new Round(requests, kills, isFirst, random.nextInt(ONE_IN_LAUNCHED) == 0);
  }

  private static List<Request> requests(Random random, boolean isFirst) {
    List<Request> requests = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_REQUESTS);
    for (int i = 0; i < count; i++) {
      Request any = any(random);
      requests.add(isFirst && i == 0 ? generate(random) : any);
    }
    return requests;
  }

  /** Returns one of those that may run whatever else runs. */
  static Request any(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> generate(random);
      case 3, 4, 5 -> move(random);
      case 6 -> preprocess(random);
      case 7 -> new Request(Request.Verb.RETRY, 0, 1 + random.nextInt(40), "");
      case 8 -> without(Request.Verb.LIST);
      case 9 -> without(Request.Verb.GC);
      case 10 -> without(Request.Verb.REPAIR);
      default -> without(Request.Verb.STATUS);
    };
  }

  /** Those that write. */
  private static Request ofVictim(Random random) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> generate(random);
      case 3, 4, 5, 6 -> move(random);
      case 7, 8 -> preprocess(random);
      case 9 -> without(Request.Verb.GC);
      case 10 -> without(Request.Verb.REPAIR);
      default -> without(Request.Verb.STATUS);
    };
  }

  /** A command that is about the directory as a whole. */
  private static Request without(Request.Verb verb) {
    return new Request(verb, 0, 0, "");
  }

  /** Returns one that makes samples. */
  static Request generate(Random random) {
    int set = random.nextInt(ParamSets.COUNT);
    return new Request(
        Request.Verb.GENERATE,
        set,
        1 + random.nextInt(ParamSets.isWide(set) ? 20 : 40),
        Integer.toString(1 + random.nextInt(4)));
  }

  private static Request move(Random random) {
    return new Request(
        Request.Verb.MOVE,
        random.nextInt(ParamSets.COUNT),
        1 + random.nextInt(8),
        GROUPS.get(random.nextInt(GROUPS.size())));
  }

  private static Request preprocess(Random random) {
    return new Request(
        Request.Verb.PREPROCESS,
        random.nextInt(ParamSets.COUNT),
        1 + random.nextInt(40),
        Integer.toString(1 + random.nextInt(2)));
  }

  /** About as long as the command takes in a process that has run others before. */
  private static int mostMillis(Request request, boolean isFirst) {
    return switch (request.verb()) {
      case GENERATE, PREPROCESS, RETRY -> isFirst ? 200 : 80;
      case GC, REPAIR -> 30;
      case MOVE, LIST, STATUS, VERIFY -> 12;
    };
  }

  private static Kill kill(Random random, int worker, int request, Request hit, boolean isFirst) {
    Kill.Trigger trigger = trigger(random, hit);
    int mostMillis = trigger == Kill.Trigger.TIME ? mostMillis(hit, isFirst) : 2;
    return new Kill(
        worker,
        request,
        trigger,
        random.nextInt(1000 * mostMillis),
        random.nextInt(mostLaterMicros(trigger)),
        random.nextBoolean());
  }

  private static Kill.Trigger trigger(Random random, Request hit) {
    if (hit.verb() == Request.Verb.GC) {
      return triggerOfGc(random);
    }
    boolean appends = hit.verb() == Request.Verb.GENERATE || hit.verb() == Request.Verb.PREPROCESS;
    return switch (random.nextInt(8)) {
      case 0, 1 -> Kill.Trigger.TIME;
      case 2 -> Kill.Trigger.LOCK;
      case 3 -> Kill.Trigger.COMMIT;
      case 4, 5 -> appends ? Kill.Trigger.APPEND : Kill.Trigger.COMMIT;
      default -> Kill.Trigger.COMMITTED;
    };
  }

  /** It seldom changes the catalog. */
  private static Kill.Trigger triggerOfGc(Random random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> Kill.Trigger.REMOVAL;
      case 2 -> Kill.Trigger.LOCK;
      default -> Kill.Trigger.TIME;
    };
  }

  private static int mostLaterMicros(Kill.Trigger trigger) {
    return switch (trigger) {
      case TIME -> 1;
      case LOCK, REMOVAL -> 3000;
      case APPEND -> 5000;
      case COMMIT -> 1000;
      case COMMITTED -> 400;
    };
  }

  /** The same round where the kernel does not tell which locks a process has. */
  Round withoutSignsOfLocks(Random random) {
    List<Kill> seen = new ArrayList<>();
    for (Kill kill : kills) {
      Request hit = requests.get(kill.worker()).get(kill.request());
      seen.add(kill.withoutSignsOfLocks(random.nextInt(SLOWER * 1000 * mostMillis(hit, isFirst))));
    }
    return new Round(requests, seen, isFirst, isLaunched);
  }

  Optional<Kill> killOf(int worker) {
    return kills.stream().filter(kill -> kill.worker() == worker).findFirst();
  }
}

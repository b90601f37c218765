package io.slurmgen.bench;

import java.util.Locale;

/**
 * What is measured and what it has to reach. A bound holds for the ratio of a measurement and its
 * base, or for the measurement itself where there is no base.
 */
enum Bound {
  LIST_GROWTH("list", "list among 10^6 chunks, against 10^3", "ms", Limit.AT_MOST, 1.1),
  LIST_MIDDLE("list", "list among 10^5 chunks, against 10^3", "ms", Limit.AT_MOST, 1.1),
  LIST_START("list", "list among 10^6 chunks, against hello-world", "ms", Limit.AT_MOST, 2.8),

  MOVE_WARM("move", "move 500,000 of 1,000,000, warm JVM", "ms", Limit.AT_MOST, 60),
  MOVE_SCATTERED("move", "the same, no two chunks adjacent, warm JVM", "ms", Limit.AT_MOST, 60),
  MOVE_PROCESS("move", "move 500,000 of 1,000,000, whole process", "ms", Limit.AT_MOST, 700),
  MOVE_PROCESS_SCATTERED(
      "move", "the same, no two chunks adjacent, whole process", "ms", Limit.AT_MOST, 700),
  MOVE_GROWTH("move", "move 10,000 chunks, none adjacent, against 1,000", "ms", Limit.AT_MOST, 10),

  LOAD(
      "load", "load 1,000,000 in chunks of 50, speed against copying", "MB/s", Limit.AT_LEAST, 0.8),
  LOAD_CHECKED(
      "load", "the same with each CRC32C checked, files mapped anew", "MB/s", Limit.AT_LEAST, 0.6),
  WIDE("wide", "load 60,000 x float[784], speed against copying", "MB/s", Limit.AT_LEAST, 0.9),
  WIDE_ROWS("wide", "the same, on all cores against one", "ms", Limit.AT_MOST, 0.8),
  WIDE_BATCHES("wide", "the same in batches, on all cores against one", "ms", Limit.NONE, 0),
  WIDE_ARRAY("wide", "the same to one array, on all cores against one", "ms", Limit.NONE, 0),

  FIRST("first", "load 1,000 of 10^7, against 1,000 of 1,000", "ms", Limit.AT_MOST, 1.3),

  GENERATE("generate", "generate 1,000,000, against the bare loop", "ms", Limit.AT_MOST, 2),
  GENERATE_TWO("generate", "generate with 2 jobs on 2 cores, against 1", "ms", Limit.AT_MOST, 0.6),
  GENERATE_COSTLY("generate", "the same, samples of 0.1 ms", "ms", Limit.AT_MOST, 0.6),

  TASK("task", "task until its first sample, against a bare one", "ms", Limit.AT_MOST, 1.5),

  SUBMIT("submit", "submit 200 tasks, against one", "ms", Limit.AT_MOST, 1.5),

  RECORD("record", "64 processes record, against one alone", "commits/s", Limit.AT_LEAST, 0.5),

  STREAM_HEAP("memory", "stream 10^7 samples in batches, peak heap", "MB", Limit.AT_MOST, 200),
  LIST_HEAP("memory", "list among 10^6 chunks, peak heap", "MB", Limit.AT_MOST, 64),
  MOVE_HEAP("memory", "move 500,000 of 1,000,000, peak heap", "MB", Limit.AT_MOST, 64),

  COMMITS("commits", "chunks recorded", "chunks/s", Limit.NONE, 0),

  LARGE_MAKE("large", "generate 10^7 chunks, against 10^6", "s", Limit.NONE, 0),
  LARGE_SIZE("large", "catalog of 10^7 chunks, against 10^6", "MB", Limit.NONE, 0),
  LARGE_LIST("large", "list among 10^7 chunks, against 10^6", "ms", Limit.NONE, 0),
  LARGE_MOVE("large", "move 1,000 among 10^7 chunks, against 10^6", "ms", Limit.NONE, 0),
  LARGE_FIRST("large", "load 1,000 among 10^7 chunks, against 10^6", "ms", Limit.NONE, 0);

  /** On which side of a bound a figure has to be. */
  enum Limit {
    AT_MOST,
    AT_LEAST,
    NONE
  }

  private final String row;
  private final String what;
  private final String unit;
  private final Limit limit;
  private final double value;

  Bound(String row, String what, String unit, Limit limit, double value) {
    this.row = row;
    this.what = what;
    this.unit = unit;
    this.limit = limit;
    this.value = value;
  }

  /** The row of the table that it belongs to. */
  String row() {
    return row;
  }

  /** What is measured. */
  String what() {
    return what;
  }

  /** The unit of the measurement and of its base. */
  String unit() {
    return unit;
  }

  /** Whether there is something to reach. */
  boolean isSet() {
    return limit != Limit.NONE;
  }

  /** The number to stay within, or to reach. */
  double value() {
    return value;
  }

  /** Whether a figure is on the right side. */
  boolean holds(double figure) {
    return switch (limit) {
      case AT_MOST -> figure <= value;
      case AT_LEAST -> figure >= value;
      case NONE -> true;
    };
  }

  /** As people read it. */
  String text() {
    return switch (limit) {
      case AT_MOST -> "at most " + number();
      case AT_LEAST -> "at least " + number();
      case NONE -> "";
    };
  }

  private String number() {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}

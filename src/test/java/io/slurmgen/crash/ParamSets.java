package io.slurmgen.crash;

import io.slurmgen.dataset.method.SampleRandom;
import java.util.List;

/** The parameter sets that commands work on, and the samples that they must have. */
public final class ParamSets {

  static final long SEED = 7;

  /** A chunk of such labels is written in many steps. */
  private static final int WIDE = 3000;

  /** How many numbers a label has. */
  private static final List<Integer> WIDTHS = List.of(1, 2, WIDE);

  static final int COUNT = WIDTHS.size();

  private ParamSets() {}

  /** As somebody types them. */
  static String params(int set) {
    return "{\"width\":" + WIDTHS.get(set) + "}";
  }

  /** The set whose canonical parameters these are. */
  static int of(String canonical) {
    for (int set = 0; set < COUNT; set++) {
      if (canonical.equals("{\"rest\":4,\"width\":" + WIDTHS.get(set) + "}")) {
        return set;
      }
    }
    throw new AssertionError("nobody asked for parameters " + canonical);
  }

  static boolean isWide(int set) {
    return width(set) == WIDE;
  }

  static int width(int set) {
    return WIDTHS.get(set);
  }

  /** The random numbers of a sample. */
  static SampleRandom random(String hash, long index) {
    SampleRandom random = new SampleRandom(SEED, hash);
    random.startSample(index);
    return random;
  }
}

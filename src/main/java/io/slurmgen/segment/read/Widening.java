package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Primitive;
import java.lang.reflect.Array;

/** Copies numbers into arrays of wider ones. */
final class Widening {
  private Widening() {}

  /** Copies all of {@code from}; the types are ones that {@link Primitive#fits} allows. */
  static void copy(Object from, Object to, int at) {
    if (to instanceof double[] wide) {
      toDoubles(from, wide, at);
    } else if (to instanceof float[] wide) {
      for (int i = 0; i < Array.getLength(from); i++) {
        wide[at + i] = Array.getFloat(from, i);
      }
    } else if (to instanceof long[] wide) {
      toLongs(from, wide, at);
    } else if (to instanceof int[] wide) {
      for (int i = 0; i < Array.getLength(from); i++) {
        wide[at + i] = Array.getInt(from, i);
      }
    } else {
      for (int i = 0; i < Array.getLength(from); i++) {
        ((short[]) to)[at + i] = Array.getShort(from, i);
      }
    }
  }

  private static void toDoubles(Object from, double[] wide, int at) {
    if (from instanceof float[] narrow) {
      for (int i = 0; i < narrow.length; i++) {
        wide[at + i] = narrow[i];
      }
    } else if (from instanceof int[] narrow) {
      for (int i = 0; i < narrow.length; i++) {
        wide[at + i] = narrow[i];
      }
    } else {
      for (int i = 0; i < Array.getLength(from); i++) {
        wide[at + i] = Array.getDouble(from, i);
      }
    }
  }

  private static void toLongs(Object from, long[] wide, int at) {
    if (from instanceof int[] narrow) {
      for (int i = 0; i < narrow.length; i++) {
        wide[at + i] = narrow[i];
      }
    } else {
      for (int i = 0; i < Array.getLength(from); i++) {
        wide[at + i] = Array.getLong(from, i);
      }
    }
  }
}

package io.slurmgen.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Mapped bytes of a segment, little-endian, and the same bytes seen as each number type. The views
 * are read by absolute index only, so that any number of threads can share them.
 */
final class Window {
  private final ByteBuffer bytes;
  private final ShortBuffer shorts;
  private final IntBuffer ints;
  private final LongBuffer longs;
  private final FloatBuffer floats;
  private final DoubleBuffer doubles;

  Window(ByteBuffer mapped) {
    bytes = mapped.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    shorts = bytes.asShortBuffer();
    ints = bytes.asIntBuffer();
    longs = bytes.asLongBuffer();
    floats = bytes.asFloatBuffer();
    doubles = bytes.asDoubleBuffer();
  }

  int size() {
    return bytes.limit();
  }

  ByteBuffer bytes() {
    return bytes;
  }

  ShortBuffer shorts() {
    return shorts;
  }

  IntBuffer ints() {
    return ints;
  }

  LongBuffer longs() {
    return longs;
  }

  FloatBuffer floats() {
    return floats;
  }

  DoubleBuffer doubles() {
    return doubles;
  }

  boolean bit(int base, int index) {
    return (bytes.get(base + (index >> 3)) >> (index & 7) & 1) != 0;
  }

  /** A buffer of its own over some bytes, for parsers that move positions. */
  ByteBuffer slice(int base, int length) {
    return bytes.slice(base, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}

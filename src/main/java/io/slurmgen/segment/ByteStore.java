package io.slurmgen.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Little-endian bytes that grow on the heap: one Arrow buffer in the making. */
final class ByteStore {
  /** What the fixed-width length in a chunk's metadata can hold. */
  static final int MAX_BYTES = MessageTail.MAX_MESSAGE_BYTES;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final VarHandle FLOAT = view(float[].class);
  private static final VarHandle DOUBLE = view(double[].class);

  private byte[] bytes = new byte[64];
  private int size;

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  int size() {
    return size;
  }

  /** The storage itself, valid until the next change; only the first {@link #size} bytes count. */
  byte[] array() {
    return bytes;
  }

  /** Forgets everything from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  void putByte(byte value) {
    int at = reserve(1); // which may replace the array
    bytes[at] = value;
  }

  void putShort(short value) {
    SHORT.set(room(2), reserve(2), value);
  }

  void putInt(int value) {
    INT.set(room(4), reserve(4), value);
  }

  void putLong(long value) {
    LONG.set(room(8), reserve(8), value);
  }

  void putFloat(float value) {
    FLOAT.set(room(4), reserve(4), value);
  }

  void putDouble(double value) {
    DOUBLE.set(room(8), reserve(8), value);
  }

  int getInt(int at) {
    return (int) INT.get(bytes, at);
  }

  /** Sets bit {@code index}, which is at most one behind the last, counted from the lowest. */
  void putBit(int index, boolean value) {
    if (index >> 3 == size) {
      putByte((byte) 0);
    }
    if (value) {
      bytes[index >> 3] |= (byte) (1 << (index & 7));
    }
  }

  /** Keeps the first {@code count} bits. */
  void truncateBits(int count) {
    truncate((count + 7) >> 3);
    if ((count & 7) != 0) {
      bytes[count >> 3] &= (byte) ((1 << (count & 7)) - 1);
    }
  }

  void putZeros(int count) {
    int at = reserve(count);
    Arrays.fill(bytes, at, at + count, (byte) 0);
  }

  void putBytes(byte[] from) {
    System.arraycopy(from, 0, room(from.length), reserve(from.length), from.length);
  }

  void putBytes(ByteBuffer from, int index, int count) {
    from.get(index, room(count), reserve(count), count);
  }

  /** Room for {@code count} bytes at the end, to be filled through the returned view. */
  ByteBuffer append(long count) {
    int at = reserve(checked(count));
    return ByteBuffer.wrap(bytes, at, (int) count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] room(int count) {
    ensure(count);
    return bytes;
  }

  private int reserve(int count) {
    ensure(count);
    int at = size;
    size += count;
    return at;
  }

  private int checked(long count) {
    if (count > MAX_BYTES - size) {
      throw new SampleMismatchException(
          "chunk", "more than " + MAX_BYTES + " bytes: a smaller cacheEvery is needed");
    }
    return (int) count;
  }

  private void ensure(int count) {
    if (count > bytes.length - size) {
      long wanted = (long) size + checked(count);
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(wanted, 2L * bytes.length)));
    }
  }
}

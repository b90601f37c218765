package io.slurmgen.segment.column;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Little-endian bytes that grow on the heap: one Arrow buffer in the making. */
public final class ByteStore {
  /** The most that the fixed-width length in a chunk's metadata can hold. */
  public static final int MAX_BYTES = 999_999_999;

  private byte[] bytes;

  /** The bytes as a buffer: quicker than a VarHandle until the last compiler has seen a program. */
  private ByteBuffer view;

  private int size;

  public ByteStore() {
    replace(new byte[64]);
  }

  private void replace(byte[] with) {
    bytes = with;
    view = ByteBuffer.wrap(with).order(ByteOrder.LITTLE_ENDIAN);
  }

  public int size() {
    return size;
  }

  /** The storage itself, valid until the next change; only the first {@link #size} bytes count. */
  public byte[] array() {
    return bytes;
  }

  /** Forgets everything from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  void putByte(byte value) {
    int at = reserve(1);
    bytes[at] = value;
  }

  void putShort(short value) {
    int at = reserve(2);
    view.putShort(at, value);
  }

  public void putInt(int value) {
    int at = reserve(4);
    view.putInt(at, value);
  }

  void putLong(long value) {
    int at = reserve(8);
    view.putLong(at, value);
  }

  void putFloat(float value) {
    int at = reserve(4);
    view.putFloat(at, value);
  }

  void putDouble(double value) {
    int at = reserve(8);
    view.putDouble(at, value);
  }

  int getInt(int at) {
    return view.getInt(at);
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

  public void putBytes(byte[] from) {
    int at = reserve(from.length);
    System.arraycopy(from, 0, bytes, at, from.length);
  }

  void putBytes(ByteBuffer from, int index, int count) {
    int at = reserve(count);
    from.get(index, bytes, at, count);
  }

  /** Room for {@code count} bytes at the end, to be filled through the returned view. */
  ByteBuffer append(long count) {
    int at = reserve(checked(count));
    return ByteBuffer.wrap(bytes, at, (int) count).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the beginning of so many more bytes; the array may be another one then. */
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
      long length = Math.min(MAX_BYTES, Math.max(wanted, 2L * bytes.length));
      replace(Arrays.copyOf(bytes, (int) length));
    }
  }
}

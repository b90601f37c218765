package io.slurmgen.segment.column;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The primitive types that Arrow stores as they are: how one value, and how many at once, go in and
 * out of a buffer. Indices count elements; {@code base} is the byte where the buffer begins.
 */
public enum Primitive {
  BOOL(1, new ColumnType.Bool(), boolean.class, Boolean.class),
  INT8(8, new ColumnType.Int(8), byte.class, Byte.class),
  INT16(16, new ColumnType.Int(16), short.class, Short.class),
  INT32(32, new ColumnType.Int(32), int.class, Integer.class),
  INT64(64, new ColumnType.Int(64), long.class, Long.class),
  FLOAT32(32, new ColumnType.Float(32), float.class, Float.class),
  FLOAT64(64, new ColumnType.Float(64), double.class, Double.class);

  private final int bits;
  private final ColumnType columnType;
  private final Class<?> javaType;
  private final Class<?> box;
  private final Class<?> arrayType;

  Primitive(int bits, ColumnType columnType, Class<?> javaType, Class<?> box) {
    this.bits = bits;
    this.columnType = columnType;
    this.javaType = javaType;
    this.box = box;
    this.arrayType = javaType.arrayType();
  }

  /** The primitive that a column stores; the column must be one of numbers or booleans. */
  public static Primitive of(ColumnType type) {
    if (type instanceof ColumnType.Int integer) {
      return switch (integer.bits()) {
        case 8 -> INT8;
        case 16 -> INT16;
        case 32 -> INT32;
        default -> INT64;
      };
    } else if (type instanceof ColumnType.Float floating) {
      return floating.bits() == 32 ? FLOAT32 : FLOAT64;
    } else if (type instanceof ColumnType.Bool) {
      return BOOL;
    }
    throw new IllegalArgumentException(type.describe() + " is no primitive");
  }

  /** The primitive of a primitive class or of its box. */
  public static Optional<Primitive> ofClass(Class<?> type) {
    return Arrays.stream(values()).filter(p -> p.javaType == type || p.box == type).findFirst();
  }

  /** Appends one value as element {@code index}; false when it is of another class. */
  boolean put(ByteStore to, int index, Object value) {
    if (value == null || value.getClass() != box) {
      return false;
    }
    switch (this) {
      case BOOL -> to.putBit(index, (Boolean) value);
      case INT8 -> to.putByte((Byte) value);
      case INT16 -> to.putShort((Short) value);
      case INT32 -> to.putInt((Integer) value);
      case INT64 -> to.putLong((Long) value);
      case FLOAT32 -> to.putFloat((Float) value);
      case FLOAT64 -> to.putDouble((Double) value);
    }
    return true;
  }

  /** Appends an array of this type, its first value as element {@code index}. */
  void putAll(ByteStore to, int index, Object array) {
    if (this == BOOL) {
      int at = index;
      for (boolean b : (boolean[]) array) {
        to.putBit(at++, b);
      }
      return;
    }
    ByteBuffer room = to.append(bytes(length(array)));
    switch (this) {
      case BOOL, INT8 -> room.put((byte[]) array);
      case INT16 -> room.asShortBuffer().put((short[]) array);
      case INT32 -> room.asIntBuffer().put((int[]) array);
      case INT64 -> room.asLongBuffer().put((long[]) array);
      case FLOAT32 -> room.asFloatBuffer().put((float[]) array);
      case FLOAT64 -> room.asDoubleBuffer().put((double[]) array);
    }
  }

  public Object get(Window from, int base, int index) {
    return switch (this) {
      case BOOL -> from.bit(base, index);
      case INT8 -> from.bytes().get(base + index);
      case INT16 -> from.bytes().getShort(base + 2 * index);
      case INT32 -> from.bytes().getInt(base + 4 * index);
      case INT64 -> from.bytes().getLong(base + 8 * index);
      case FLOAT32 -> from.bytes().getFloat(base + 4 * index);
      case FLOAT64 -> from.bytes().getDouble(base + 8 * index);
    };
  }

  public void getAll(Window from, int base, int index, Object array, int at, int count) {
    switch (this) {
      case BOOL -> {
        boolean[] to = (boolean[]) array;
        for (int i = 0; i < count; i++) {
          to[at + i] = from.bit(base, index + i);
        }
      }
      case INT8 -> from.bytes().get(base + index, (byte[]) array, at, count);
      case INT16 -> from.shorts().get((base >> 1) + index, (short[]) array, at, count);
      case INT32 -> from.ints().get((base >> 2) + index, (int[]) array, at, count);
      case INT64 -> from.longs().get((base >> 3) + index, (long[]) array, at, count);
      case FLOAT32 -> from.floats().get((base >> 2) + index, (float[]) array, at, count);
      case FLOAT64 -> from.doubles().get((base >> 3) + index, (double[]) array, at, count);
    }
  }

  void putZeros(ByteStore to, int index, int count) {
    if (this == BOOL) {
      for (int i = 0; i < count; i++) {
        to.putBit(index + i, false);
      }
    } else {
      to.putZeros(Math.multiplyExact(count, bits / 8));
    }
  }

  /** Appends {@code count} stored elements, the first of them as element {@code index}. */
  void putStored(ByteStore to, int index, Window from, int base, int first, int count) {
    if (this == BOOL) {
      for (int i = 0; i < count; i++) {
        to.putBit(index + i, from.bit(base, first + i));
      }
    } else {
      int width = bits / 8;
      to.putBytes(from.bytes(), base + width * first, Math.multiplyExact(width, count));
    }
  }

  void truncate(ByteStore store, int count) {
    if (this == BOOL) {
      store.truncateBits(count);
    } else {
      store.truncate(count * (bits / 8));
    }
  }

  /** Bytes that {@code count} elements need. */
  long bytes(long count) {
    return (count * bits + 7) >> 3;
  }

  /** Whether all values of this type are also values of the other. */
  public boolean fits(Primitive other) {
    return this == other
        || (this != BOOL && bits < other.bits && (!isFloating() || other.isFloating()));
  }

  private boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  int length(Object array) {
    return Array.getLength(array);
  }

  public Object newArray(int length) {
    return Array.newInstance(javaType, length);
  }

  /** The one object that stands for this type, so that it can be compared by identity. */
  public ColumnType columnType() {
    return columnType;
  }

  public Class<?> javaType() {
    return javaType;
  }

  public Class<?> box() {
    return box;
  }

  public Class<?> arrayType() {
    return arrayType;
  }

  public String javaName() {
    return javaType.getName();
  }
}

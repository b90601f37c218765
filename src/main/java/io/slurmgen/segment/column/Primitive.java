package io.slurmgen.segment.column;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;

/**
 * The primitive types that Arrow stores as they are: how one value, and how many at once, go in and
 * out of a buffer. Indices count elements; {@code base} is the byte where the buffer begins.
 */
public enum Primitive {
  BOOL(1, new ColumnType.Bool(), boolean.class, Boolean.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Boolean b) {
        to.putBit(index, b);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      int at = index;
      for (boolean b : (boolean[]) array) {
        to.putBit(at++, b);
      }
    }

    @Override
    void putZeros(ByteStore to, int index, int count) {
      for (int i = 0; i < count; i++) {
        to.putBit(index + i, false);
      }
    }

    @Override
    void putStored(ByteStore to, int index, Window from, int base, int first, int count) {
      for (int i = 0; i < count; i++) {
        to.putBit(index + i, from.bit(base, first + i));
      }
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bit(base, index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      boolean[] to = (boolean[]) array;
      for (int i = 0; i < count; i++) {
        to[at + i] = from.bit(base, index + i);
      }
    }

    @Override
    void truncate(ByteStore store, int count) {
      store.truncateBits(count);
    }
  },

  INT8(8, new ColumnType.Int(8), byte.class, Byte.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Byte b) {
        to.putByte(b);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      to.putBytes((byte[]) array);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().get(base + index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.bytes().get(base + index, (byte[]) array, at, count);
    }
  },

  INT16(16, new ColumnType.Int(16), short.class, Short.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Short s) {
        to.putShort(s);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      short[] from = (short[]) array;
      to.append(2L * from.length).asShortBuffer().put(from);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().getShort(base + 2 * index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.shorts().get((base >> 1) + index, (short[]) array, at, count);
    }
  },

  INT32(32, new ColumnType.Int(32), int.class, Integer.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Integer i) {
        to.putInt(i);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      int[] from = (int[]) array;
      to.append(4L * from.length).asIntBuffer().put(from);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().getInt(base + 4 * index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.ints().get((base >> 2) + index, (int[]) array, at, count);
    }
  },

  INT64(64, new ColumnType.Int(64), long.class, Long.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Long l) {
        to.putLong(l);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      long[] from = (long[]) array;
      to.append(8L * from.length).asLongBuffer().put(from);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().getLong(base + 8 * index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.longs().get((base >> 3) + index, (long[]) array, at, count);
    }
  },

  FLOAT32(32, new ColumnType.Float(32), float.class, Float.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Float f) {
        to.putFloat(f);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      float[] from = (float[]) array;
      to.append(4L * from.length).asFloatBuffer().put(from);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().getFloat(base + 4 * index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.floats().get((base >> 2) + index, (float[]) array, at, count);
    }
  },

  FLOAT64(64, new ColumnType.Float(64), double.class, Double.class) {
    @Override
    boolean put(ByteStore to, int index, Object value) {
      if (value instanceof Double d) {
        to.putDouble(d);
        return true;
      }
      return false;
    }

    @Override
    void putAll(ByteStore to, int index, Object array) {
      double[] from = (double[]) array;
      to.append(8L * from.length).asDoubleBuffer().put(from);
    }

    @Override
    public Object get(Window from, int base, int index) {
      return from.bytes().getDouble(base + 8 * index);
    }

    @Override
    public void getAll(Window from, int base, int index, Object array, int at, int count) {
      from.doubles().get((base >> 3) + index, (double[]) array, at, count);
    }
  };

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
  abstract boolean put(ByteStore to, int index, Object value);

  /** Appends an array of this type, its first value as element {@code index}. */
  abstract void putAll(ByteStore to, int index, Object array);

  public abstract Object get(Window from, int base, int index);

  public abstract void getAll(Window from, int base, int index, Object array, int at, int count);

  void putZeros(ByteStore to, int index, int count) {
    to.putZeros(Math.multiplyExact(count, bits / 8));
  }

  /** Appends {@code count} stored elements, the first of them as element {@code index}. */
  void putStored(ByteStore to, int index, Window from, int base, int first, int count) {
    int width = bits / 8;
    to.putBytes(from.bytes(), base + width * first, Math.multiplyExact(width, count));
  }

  void truncate(ByteStore store, int count) {
    store.truncate(count * (bits / 8));
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

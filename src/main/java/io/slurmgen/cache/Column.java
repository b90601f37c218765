package io.slurmgen.cache;

import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredColumn;
import java.lang.reflect.Array;
import java.util.Optional;

/**
 * One side of {@link Samples}: their features, their labels, or a component of one that is a
 * record.
 *
 * <p>The {@code to…Array} methods copy at the speed of memory. On a column of numbers they give one
 * element per sample; on one of arrays all values, sample after sample and row after row, so that
 * 60,000 samples of {@code float[784]} become one array of 47,040,000 numbers. Narrower numbers are
 * widened where no value can change ({@code int} to {@code double}, not {@code long} to {@code
 * double}). The {@code to…Matrix} methods give one row per sample. {@link #toArray} makes anything
 * else, such as records or {@code double[][]} for each sample.
 *
 * <p>Where there is much to copy, both kinds of methods have the threads of the common pool help
 * the one that calls, for numbers and for arrays of a fixed length: as many as there are cores, or
 * only the caller with {@code -Djava.util.concurrent.ForkJoinPool.common.parallelism=0}. What they
 * return, and which failure they report, does not depend on that. All other methods read in the
 * thread that calls; {@link Samples#batches} are for reading in several.
 *
 * <p>A method for another type throws {@link IllegalArgumentException}, which names the column's
 * type and the methods that fit. A null (components that are objects may be null) in a method that
 * returns primitives throws {@link IllegalStateException}. Without samples the type is not known,
 * and every method returns an empty array.
 *
 * <p>A column is a view that never changes, safe for any number of threads, and usable until its
 * {@code Cache} is closed. What its methods return is the caller's, and is not kept here.
 */
public final class Column {
  private final Optional<StoredColumn> stored;
  private final String name;
  private final RowOrder rows;

  Column(Optional<StoredColumn> stored, String name, RowOrder rows) {
    this.stored = stored;
    this.name = name;
    this.rows = rows;
  }

  /**
   * The number of values.
   *
   * @return as many as there are samples
   */
  public long size() {
    return rows.size();
  }

  /**
   * Where this column is, such as {@code features} or {@code features.position.x}.
   *
   * @return its path
   */
  public String name() {
    return name;
  }

  /**
   * The type of the values, such as {@code double}, {@code float[28][28]}, {@code String}, {@code
   * enum(RED, BLUE)}, {@code record(x double, y double)} or {@code JSON}.
   *
   * @return a description; {@code unknown} if there are no samples
   */
  public String type() {
    return stored.map(s -> s.type().describe()).orElse("unknown");
  }

  /**
   * A component of records, as a column of its own.
   *
   * @param component the record component's name
   * @return a column of the same size
   * @throws IllegalArgumentException if the values are no records, or have no such component
   */
  public Column component(String component) {
    return new Column(stored.map(s -> s.component(component)), name + "." + component, rows);
  }

  /**
   * One value, as in {@link Samples#stream()}.
   *
   * @param index 0 to size - 1
   * @return the value, null where a component is null
   * @throws IndexOutOfBoundsException if there is no such value
   */
  public Object get(long index) {
    RowOrder one = rows.part(index, 1);
    return Cache.reading(() -> stored.orElseThrow().read(Object.class).get(one.row(0)));
  }

  /**
   * The values as objects of a class, as {@link Samples#stream(Class, Class)} makes them.
   *
   * @param <T> the class of the values
   * @param type a record, an enum, a box, an array such as {@code float[][].class}, any class that
   *     Jackson can read for JSON, or {@code Object}
   * @return one element per sample, null where a component is null
   * @throws IllegalArgumentException if the class is primitive or does not fit what is stored
   */
  public <T> T[] toArray(Class<T> type) {
    if (type.isPrimitive()) {
      throw new IllegalArgumentException("an array of objects cannot hold " + type);
    }
    @SuppressWarnings("unchecked") // newInstance's contract
    T[] none = (T[]) Array.newInstance(type, 0);
    return stored.isEmpty() ? none : Cache.reading(() -> stored.get().values(rows, type));
  }

  /**
   * The values of text: strings, the names of enum constants, or JSON as it was written.
   *
   * @return one element per sample, null where a component is null
   */
  public String[] toStringArray() {
    if (stored.isEmpty()) {
      return new String[0];
    }
    if (!stored.get().type().isText()) {
      throw wrongType("toStringArray");
    }
    return Cache.reading(() -> stored.get().texts(rows));
  }

  /**
   * The values of numbers up to 32 bits and {@code double}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public double[] toDoubleArray() {
    return (double[]) flat(double.class);
  }

  /**
   * The values of {@code byte}, {@code short} and {@code float}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public float[] toFloatArray() {
    return (float[]) flat(float.class);
  }

  /**
   * The values of integers, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public long[] toLongArray() {
    return (long[]) flat(long.class);
  }

  /**
   * The values of {@code byte}, {@code short} and {@code int}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public int[] toIntArray() {
    return (int[]) flat(int.class);
  }

  /**
   * The values of {@code byte} and {@code short}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public short[] toShortArray() {
    return (short[]) flat(short.class);
  }

  /**
   * The values of {@code byte}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public byte[] toByteArray() {
    return (byte[]) flat(byte.class);
  }

  /**
   * The values of {@code boolean}, or of arrays of them.
   *
   * @return one element per sample, or all elements of all arrays
   */
  public boolean[] toBooleanArray() {
    return (boolean[]) flat(boolean.class);
  }

  /**
   * The values of one-dimensional arrays of numbers up to 32 bits and {@code double}.
   *
   * @return one row per sample, null where a component is null
   */
  public double[][] toDoubleMatrix() {
    return (double[][]) matrix(double.class);
  }

  /**
   * The values of one-dimensional arrays of {@code byte}, {@code short} and {@code float}.
   *
   * @return one row per sample, null where a component is null
   */
  public float[][] toFloatMatrix() {
    return (float[][]) matrix(float.class);
  }

  /**
   * The values of one-dimensional arrays of integers.
   *
   * @return one row per sample, null where a component is null
   */
  public long[][] toLongMatrix() {
    return (long[][]) matrix(long.class);
  }

  /**
   * The values of one-dimensional arrays of {@code byte}, {@code short} and {@code int}.
   *
   * @return one row per sample, null where a component is null
   */
  public int[][] toIntMatrix() {
    return (int[][]) matrix(int.class);
  }

  /**
   * The values of one-dimensional arrays of {@code byte} and {@code short}.
   *
   * @return one row per sample, null where a component is null
   */
  public short[][] toShortMatrix() {
    return (short[][]) matrix(short.class);
  }

  /**
   * The values of one-dimensional arrays of {@code byte}.
   *
   * @return one row per sample, null where a component is null
   */
  public byte[][] toByteMatrix() {
    return (byte[][]) matrix(byte.class);
  }

  /**
   * The values of one-dimensional arrays of {@code boolean}.
   *
   * @return one row per sample, null where a component is null
   */
  public boolean[][] toBooleanMatrix() {
    return (boolean[][]) matrix(boolean.class);
  }

  private Object flat(Class<?> element) {
    if (stored.isEmpty()) {
      return Array.newInstance(element, 0);
    }
    if (!stored.get().fits(element)) {
      throw wrongType(CopyMethods.name(element) + "Array");
    }
    return Cache.reading(() -> stored.get().flat(rows, element));
  }

  private Object matrix(Class<?> element) {
    if (stored.isEmpty()) {
      return Array.newInstance(element, 0, 0);
    }
    if (CopyMethods.rank(stored.get().type()) != 1 || !stored.get().fits(element)) {
      throw wrongType(CopyMethods.name(element) + "Matrix");
    }
    return Cache.reading(() -> stored.get().matrix(rows, element));
  }

  private IllegalArgumentException wrongType(String method) {
    return new IllegalArgumentException(
        "%s holds %s, which %s() cannot give: use %s"
            .formatted(name, type(), method, CopyMethods.fitting(stored.orElseThrow().type())));
  }

  /** Returns a text such as features, 720 of double. */
  @Override
  public String toString() {
    return name + ", " + size() + " of " + type();
  }
}

package io.slurmgen.segment.read;

/**
 * Which rows are read, and in which order: a run of consecutive ones, or of a permutation. Never
 * changes, and is safe for any number of threads.
 */
public final class RowOrder {
  private static final int MAX_PERMUTED = Integer.MAX_VALUE - 8;

  private static final int[] NONE = {};

  private final boolean permuted;
  private final int[] permutation;
  private final long from;
  private final long size;

  private RowOrder(boolean permuted, int[] permutation, long from, long size) {
    this.permuted = permuted;
    this.permutation = permutation;
    this.from = from;
    this.size = size;
  }

  /**
   * All rows as they are stored.
   *
   * @param size their number
   * @return rows 0 to size - 1
   */
  public static RowOrder stored(long size) {
    return new RowOrder(false, NONE, 0, size);
  }

  /**
   * The same rows in an order that depends on nothing but the seed, the number of rows and their
   * order so far. It is made by Fisher and Yates' method from the numbers of SplitMix64.
   *
   * @param seed any number
   * @return a permutation of these rows, which takes four bytes a row
   * @throws IllegalStateException if there are more than 2,147,483,639 rows
   */
  public RowOrder shuffled(long seed) {
    if (from + size > MAX_PERMUTED) {
      throw new IllegalStateException(size + " samples are too many to shuffle");
    }
    int[] rows = new int[(int) size];
    long state = seed;
    for (int i = 0; i < rows.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      int j = (int) Math.multiplyHigh(mix(state) >>> 1, 2L * (i + 1));
      rows[i] = rows[j];
      rows[j] = (int) row(i);
    }
    return new RowOrder(true, rows, 0, size);
  }

  /** SplitMix64's output function (Steele, Lea and Flood, 2014). */
  private static long mix(long state) {
    long z = state;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /**
   * Some of these rows.
   *
   * @param begin the first one's place in this order
   * @param count how many
   * @return a view
   */
  public RowOrder part(long begin, long count) {
    if (begin < 0 || count < 0 || begin > size - count) {
      throw new IndexOutOfBoundsException("rows %d + %d of %d".formatted(begin, count, size));
    }
    return new RowOrder(permuted, permutation, from + begin, count);
  }

  /**
   * The number of rows.
   *
   * @return at least 0
   */
  public long size() {
    return size;
  }

  /**
   * The row at a place.
   *
   * @param place 0 to size - 1
   * @return where it is stored
   */
  public long row(long place) {
    return permuted ? permutation[(int) (from + place)] : from + place;
  }

  boolean isPermuted() {
    return permuted;
  }

  /** How many rows from this place on are stored one after another, at least. */
  long run(long place) {
    return permuted ? 1 : size - place;
  }
}

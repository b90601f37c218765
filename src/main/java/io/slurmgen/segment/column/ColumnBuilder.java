package io.slurmgen.segment.column;

/**
 * A column of the chunk in the making. Grows by one row per sample; a value that does not fit
 * leaves a part of a row behind, which {@link #truncate} removes.
 */
public abstract class ColumnBuilder {
  private static final ByteStore NONE = new ByteStore();

  private final ColumnNode column;
  private final ByteStore validity = new ByteStore();
  private int rows;
  private int nulls;

  ColumnBuilder(ColumnNode column) {
    this.column = column;
  }

  public static ColumnBuilder of(ColumnNode column) {
    if (column.isText()) {
      return new TextBuilder(column);
    } else if (column.type() instanceof ColumnType.Struct) {
      return new StructBuilder(column);
    } else if (column.type() instanceof ColumnType.ListOf) {
      return new ListBuilder(column);
    } else if (column.type() instanceof ColumnType.FixedList fixed) {
      return new FixedListBuilder(column, fixed.length());
    }
    return new PrimitiveBuilder(column, Primitive.of(column.type()));
  }

  /** Appends the fitting present value. */
  abstract void put(Object value);

  /** Appends {@code count} rows of no meaning, behind nulls. */
  abstract void putAbsent(int count);

  /** Appends stored rows without looking at their validity. */
  abstract void putStored(Chunk chunk, int first, int count) throws CorruptSegmentException;

  abstract void truncateValues(int rows);

  abstract void addValues(BatchParts parts);

  /** Bytes of the values, without validity. */
  public abstract long valueBytes();

  public final void append(Object value) {
    if (value == null) {
      appendNull();
      return;
    }
    put(value);
    if (nulls > 0) {
      validity.putBit(rows, true);
    }
    rows++;
  }

  private void appendNull() {
    if (!column.nullable()) {
      throw mismatch("null where a value is needed (" + column.type().describe() + ")");
    }
    appendAbsent(1);
  }

  private void markNull() {
    if (nulls == 0) {
      validity.truncate(0);
      for (int i = 0; i < rows; i++) {
        validity.putBit(i, true);
      }
    }
    validity.putBit(rows, false);
    nulls++;
  }

  /** Appends rows that make no sense without their null parent. */
  final void appendAbsent(int count) {
    putAbsent(count);
    for (int i = 0; i < count; i++) {
      if (column.nullable()) {
        markNull();
      }
      rows++;
    }
  }

  /** Appends rows of a chunk that stores the same type at the same place. */
  public final void appendStored(Chunk chunk, int first, int count) throws CorruptSegmentException {
    putStored(chunk, first, count);
    if (nulls == 0 && !chunk.hasNulls(column)) {
      rows += count;
      return;
    }
    for (int i = 0; i < count; i++) {
      if (chunk.isNull(column, first + i)) {
        markNull();
      } else if (nulls > 0) {
        validity.putBit(rows, true);
      }
      rows++;
    }
  }

  /** For array elements, which are never null: {@code count} more rows are there. */
  final void grow(int count) {
    rows = Math.addExact(rows, count);
  }

  /** Appends all elements of an array, and says how many they were. */
  int appendAll(Object array) {
    if (!(array instanceof Object[] elements)) {
      throw mismatch(column.type().describe() + " elements expected, not " + nameOf(array));
    }
    for (Object element : elements) {
      append(element);
    }
    return elements.length;
  }

  /** Goes back to {@code newRows} rows, whatever parts of rows follow them. */
  public final void truncate(int newRows) {
    truncateValues(newRows);
    if (nulls > 0) {
      recount(newRows);
    }
    rows = newRows;
  }

  private void recount(int newRows) {
    int kept = 0;
    for (int i = 0; i < Math.min(newRows, rows); i++) {
      kept += 1 - (validity.array()[i >> 3] >> (i & 7) & 1);
    }
    nulls = kept;
    validity.truncateBits(newRows);
  }

  public final void addTo(BatchParts parts) {
    parts.addNode(rows, nulls);
    parts.addBuffer(nulls > 0 ? validity : NONE);
    addValues(parts);
  }

  public final int rows() {
    return rows;
  }

  final ColumnNode column() {
    return column;
  }

  final SampleMismatchException mismatch(String reason) {
    return new SampleMismatchException(column.path(), reason);
  }

  final SampleMismatchException wrongType(Object value) {
    return mismatch(column.type().describe() + " expected, not " + nameOf(value));
  }

  private static String nameOf(Object value) {
    return value.getClass().getTypeName();
  }
}

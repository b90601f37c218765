package io.slurmgen.segment.read;

import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Primitive;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Copies the primitive values of many rows into one array, chunk by chunk. */
final class BulkRead {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final ChunkIndex index;
  private final List<ColumnNode> path;
  private final ColumnNode column;
  private final ColumnNode innermost;
  private final Primitive stored;
  private final Primitive wanted;
  private final Optional<Long> perRow;
  private final boolean nullable;

  BulkRead(ChunkIndex index, List<ColumnNode> path, Class<?> element) {
    this.index = index;
    this.path = path;
    this.column = path.get(path.size() - 1);
    this.innermost = innermost(column);
    if (!fits(column, element)) {
      throw ValueReaders.mismatch(column, element.arrayType(), "the values would not all fit");
    }
    this.stored = storedPrimitive(column).orElseThrow();
    this.wanted = Primitive.ofClass(element).orElseThrow();
    this.perRow = perRow(column);
    this.nullable = path.stream().anyMatch(ColumnNode::nullable);
  }

  static boolean fits(ColumnNode column, Class<?> element) {
    Optional<Primitive> wanted =
        element.isPrimitive() ? Primitive.ofClass(element) : Optional.empty();
    return wanted.isPresent()
        && storedPrimitive(column).map(s -> s.fits(wanted.get())).orElse(false);
  }

  /** A column, or the elements of its arrays. */
  private static ColumnNode innermost(ColumnNode column) {
    ColumnNode inner = column;
    while (inner.type() instanceof ColumnType.ListOf
        || inner.type() instanceof ColumnType.FixedList) {
      inner = inner.child();
    }
    return inner;
  }

  /** The number or boolean type of a column or of its arrays' elements. */
  private static Optional<Primitive> storedPrimitive(ColumnNode column) {
    ColumnNode inner = innermost(column);
    return inner.children().isEmpty() && !inner.isText()
        ? Optional.of(Primitive.of(inner.type()))
        : Optional.empty();
  }

  static int arrayLength(long length) {
    if (length > MAX_ARRAY) {
      throw new IllegalStateException(
          length + " values are too many for an array: read them in batches");
    }
    return (int) length;
  }

  Object flat(RowOrder rows) throws IOException {
    if (perRow.isPresent() && gatherIsQuicker(rows, perRow.get())) {
      try {
        return gather(rows, perRow.get());
      } catch (CorruptSegmentException | IllegalStateException e) {
        // Perhaps in a sample that nobody asked for; if not, it is met again.
        return copyRuns(rows);
      }
    }
    return copyRuns(rows);
  }

  /** Many short rows in random order are quicker picked from the heap than from the chunks. */
  private boolean gatherIsQuicker(RowOrder rows, long valuesPerRow) {
    return rows.isPermuted()
        && valuesPerRow <= 16
        && rows.size() >= index.samples() / 8
        && index.samples() * valuesPerRow <= MAX_ARRAY;
  }

  private Object gather(RowOrder rows, long valuesPerRow) throws IOException {
    Object stored = copyRuns(RowOrder.stored(index.samples()));
    int width = (int) valuesPerRow;
    Object values = wanted.newArray(arrayLength(rows.size() * width));
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(stored, (int) rows.row(i) * width, values, i * width, width);
    }
    return values;
  }

  private Object copyRuns(RowOrder rows) throws IOException {
    Object values = wanted.newArray(arrayLength(count(rows)));
    RowParts.read(
        rows,
        perRow,
        (part, place) -> copyRuns(part, values, place * perRow.orElse(0L).intValue()));
    return values;
  }

  private void copyRuns(RowOrder rows, Object to, int begin) throws IOException {
    int[] at = {begin};
    if (perRow.isPresent() && stored == wanted && !nullable && !rows.isPermuted()) {
      index.forEachStretch(
          rows, (chunk, first, count) -> at[0] = copyAlike(chunk, first, count, to, at[0]));
    } else {
      index.forEachRun(rows, (chunk, first, count) -> at[0] = copy(chunk, first, count, to, at[0]));
    }
  }

  /** Values in each row, where that is the same in all. */
  static Optional<Long> perRow(ColumnNode column) {
    long perRow = 1;
    ColumnNode inner = column;
    while (inner.type() instanceof ColumnType.FixedList fixed) {
      perRow = Math.multiplyExact(perRow, fixed.length());
      inner = inner.child();
    }
    return inner.children().isEmpty() ? Optional.of(perRow) : Optional.empty();
  }

  private long count(RowOrder rows) throws IOException {
    if (perRow.isPresent()) {
      return Math.multiplyExact(perRow.get(), rows.size());
    }
    long[] total = {0};
    index.forEachRun(
        rows, (chunk, first, count) -> total[0] += innermost(chunk, first, count).count());
    return total[0];
  }

  /** Copies rows of chunks that follow each other and have the same layout. */
  private int copyAlike(Chunk chunk, int first, int count, Object to, int begin) {
    BatchLayout layout = chunk.layout();
    int width = perRow.orElseThrow().intValue();
    int base = chunk.buffer(innermost.values());
    int row = first;
    int at = begin;
    for (int left = count; left > 0; ) {
      int rows = Math.min(left, layout.rows() - row);
      stored.getAll(chunk.window(), base, row * width, to, at, rows * width);
      at += rows * width;
      left -= rows;
      row = 0;
      base += layout.messageBytes();
    }
    return at;
  }

  private int copy(Chunk chunk, int first, int count, Object to, int at)
      throws CorruptSegmentException {
    if (nullable) {
      checkPresent(chunk, first, count);
    }
    Run run = innermost(chunk, first, count);
    int base = chunk.buffer(run.column().values());
    if (stored == wanted) {
      stored.getAll(chunk.window(), base, run.first(), to, at, run.count());
    } else {
      Object narrow = stored.newArray(run.count());
      stored.getAll(chunk.window(), base, run.first(), narrow, 0, run.count());
      Widening.copy(narrow, to, at);
    }
    return at + run.count();
  }

  /** The elements of arrays in consecutive rows lie one after another. */
  private Run innermost(Chunk chunk, int firstRow, int rows) throws CorruptSegmentException {
    ColumnNode inner = column;
    int first = firstRow;
    int count = rows;
    while (!inner.children().isEmpty()) {
      if (inner.type() instanceof ColumnType.FixedList fixed) {
        first *= fixed.length();
        count *= fixed.length();
      } else if (count > 0) {
        int begin = chunk.begin(inner, first);
        count = chunk.end(inner, first, count) - begin;
        first = begin;
      }
      inner = inner.child();
    }
    return new Run(inner, first, count);
  }

  private record Run(ColumnNode column, int first, int count) {}

  private void checkPresent(Chunk chunk, int first, int count) {
    for (ColumnNode part : path) {
      for (int i = 0; chunk.hasNulls(part) && i < count; i++) {
        if (chunk.isNull(part, first + i)) {
          throw new IllegalStateException(
              "%s is null in a sample, which no %s can be"
                  .formatted(part.path(), wanted.javaName()));
        }
      }
    }
  }
}

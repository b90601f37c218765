package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;

/** Makes Java objects of one stored column. Safe for any number of threads. */
public abstract class ValueReader {
  private final ColumnNode column;

  ValueReader(ColumnNode column) {
    this.column = column;
  }

  /** The value of a row that is not null. */
  abstract Object readPresent(Chunk chunk, int row) throws IOException;

  /** The value of a row; null for null. */
  final Object read(Chunk chunk, int row) throws IOException {
    return column.nullable() && chunk.isNull(column, row) ? null : readPresent(chunk, row);
  }

  /** The value of a row, for those who cannot hold null. */
  final Object readNonNull(Chunk chunk, int row) throws IOException {
    if (chunk.isNull(column, row)) {
      throw new IllegalStateException(
          column.path() + " is null in a sample: read it as a type that can be null");
    }
    return readPresent(chunk, row);
  }

  final ColumnNode column() {
    return column;
  }
}

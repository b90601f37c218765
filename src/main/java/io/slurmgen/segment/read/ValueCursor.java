package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;
import java.util.List;

/** Reads values of a column one by one; quickest in the order of the rows. For one thread. */
public final class ValueCursor {
  private final ChunkIndex index;
  private final ChunkCursor cursor;
  private final List<ColumnNode> path;
  private final ValueReader reader;

  ValueCursor(ChunkIndex index, List<ColumnNode> path, ValueReader reader) {
    this.index = index;
    this.cursor = index.cursor();
    this.path = path;
    this.reader = reader;
  }

  /**
   * The value of a row.
   *
   * @param row counted through all slices
   * @return the value; null where a null is stored
   * @throws IOException if reading fails
   */
  public Object get(long row) throws IOException {
    if (!cursor.holds(row)) {
      moveTo(row);
    }
    Chunk chunk = cursor.chunk();
    int inChunk = cursor.row(row);
    for (int i = 0; i < path.size() - 1; i++) {
      if (chunk.isNull(path.get(i), inChunk)) {
        return null;
      }
    }
    return reader.read(chunk, inChunk);
  }

  private void moveTo(long row) throws IOException {
    if (row < 0 || row >= index.samples()) {
      throw new IndexOutOfBoundsException("row %d of %d".formatted(row, index.samples()));
    }
    cursor.moveTo(row, row);
  }
}

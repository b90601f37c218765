package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;

/** Text as it is stored. */
final class StringReader extends ValueReader {
  StringReader(ColumnNode column) {
    super(column);
  }

  @Override
  String readPresent(Chunk chunk, int row) throws IOException {
    return chunk.string(column(), row);
  }
}

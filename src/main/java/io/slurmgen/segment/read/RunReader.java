package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import java.io.IOException;

/** Takes consecutive rows of one chunk, or of one and those behind it with the same layout. */
interface RunReader {
  void read(Chunk chunk, int firstRow, int rows) throws IOException;
}

package io.slurmgen.segment;

import java.io.IOException;

/** Takes consecutive rows of one chunk. */
interface RunReader {
  void read(Chunk chunk, int firstRow, int rows) throws IOException;
}

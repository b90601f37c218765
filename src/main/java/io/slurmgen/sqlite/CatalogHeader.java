package io.slurmgen.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of a file that should be a catalog, numbers with their high byte first
 * (https://sqlite.org/fileformat2.html#the_database_header).
 *
 * <pre>
 *  0  16  "SQLite format 3" and a zero
 * 19   1  2 where only a SQLite that knows write-ahead logs may read it
 * </pre>
 *
 * @param isEmpty whether there is none, as in a database without tables
 * @param isWal whether it is in WAL mode
 */
public record CatalogHeader(boolean isEmpty, boolean isWal) {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int READ_VERSION = 19;
  private static final byte WAL = 2;

  /** Reads the header from as many bytes as there are. */
  static CatalogHeader of(ByteBuffer first) {
    boolean isDatabase =
        first.remaining() > READ_VERSION
            && first.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    return new CatalogHeader(!first.hasRemaining(), isDatabase && first.get(READ_VERSION) == WAL);
  }
}

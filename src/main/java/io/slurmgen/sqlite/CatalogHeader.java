package io.slurmgen.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of a file that should be a catalog, numbers with their high byte first
 * (https://sqlite.org/fileformat2.html#the_database_header).
 *
 * <pre>
 *  0  16  "SQLite format 3" and a zero
 * 16   2  bytes of a page, 1 for 65536
 * 19   1  2 where only a SQLite that knows write-ahead logs may read it
 * 28   4  pages
 * </pre>
 *
 * @param isEmpty whether there is none, as in a database without tables
 * @param isWal whether it is in WAL mode
 * @param bytes of the whole file, as far as it tells; 0 where it does not
 */
public record CatalogHeader(boolean isEmpty, boolean isWal, long bytes) {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int PAGE_SIZE = 16;
  private static final int READ_VERSION = 19;
  private static final int PAGES = 28;
  private static final byte WAL = 2;

  /** Reads the header from as many bytes as there are. */
  static CatalogHeader of(ByteBuffer first) {
    boolean isDatabase =
        first.remaining() >= PAGES + Integer.BYTES
            && first.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    if (!isDatabase) {
      return new CatalogHeader(!first.hasRemaining(), false, 0);
    }
    int page = Short.toUnsignedInt(first.getShort(PAGE_SIZE));
    long pages = Integer.toUnsignedLong(first.getInt(PAGES));
    return new CatalogHeader(
        false, first.get(READ_VERSION) == WAL, pages * (page == 1 ? 1 << 16 : page));
  }
}

package io.slurmgen.segment;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.util.Arrays;

/**
 * Which chunks of a segment are known to be what was written. Safe for any number of threads; two
 * may lose each other's marks, and compare a chunk's checksum again.
 */
public final class Checksums {
  /** Chunks are longer than this, so offset / this tells them apart. */
  private static final int CHUNK_SHIFT = 7;

  private volatile int[] compared = new int[0];

  /** The first time a chunk is seen, compares its checksum. */
  public void check(Chunk chunk) throws CorruptSegmentException {
    int[] known = compared;
    int bit = (int) (chunk.offset() >> CHUNK_SHIFT);
    if (bit >> 5 >= known.length || (known[bit >> 5] >> bit & 1) == 0) {
      compare(chunk);
      mark(bit);
    }
  }

  private void mark(int bit) {
    if (bit >> 5 >= compared.length) {
      grow((bit >> 5) + 1);
    }
    compared[bit >> 5] |= 1 << bit;
  }

  /** Another thread may have done so while this one waited. */
  private synchronized void grow(int words) {
    if (words > compared.length) {
      compared = Arrays.copyOf(compared, Math.max(words, 2 * compared.length));
    }
  }

  /**
   * Compares a chunk's checksum.
   *
   * @return the CRC32C
   */
  static int compare(Chunk chunk) throws CorruptSegmentException {
    int base = chunk.base();
    int metadataEnd = chunk.metadataEnd();
    int crc =
        MessageTail.CHUNK.computeCrc(
            chunk.window(), base, metadataEnd, base + chunk.layout().messageBytes());
    long written = MessageTail.CHUNK.getCrc(chunk.window().bytes(), metadataEnd);
    if (written != Integer.toUnsignedLong(crc)) {
      throw new CorruptSegmentException(
          chunk.path(), chunk.offset(), "CRC32C %08x".formatted(written), "%08x".formatted(crc));
    }
    return crc;
  }
}

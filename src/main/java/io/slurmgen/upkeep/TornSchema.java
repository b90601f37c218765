package io.slurmgen.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells a segment whose process died before the schema was written whole, and which therefore holds
 * no sample, from one that is damaged: it is empty, or zeros, or shorter than its prefix announces.
 */
final class TornSchema {

  /** {@code FF FF FF FF} and the length of the metadata, see schema/segment.md. */
  private static final int PREFIX_BYTES = 8;

  private static final int BUFFER_BYTES = 1 << 16;

  private TornSchema() {}

  static boolean isIn(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      while (prefix.hasRemaining() && channel.read(prefix) >= 0) {
        // A read may stop early.
      }
      if (prefix.hasRemaining()) {
        return true;
      }
      int metadataBytes = prefix.getInt(Integer.BYTES);
      boolean isPrefix = prefix.getInt(0) == -1 && metadataBytes > 0;
      return isPrefix ? channel.size() - PREFIX_BYTES < metadataBytes : isZero(channel);
    }
  }

  private static boolean isZero(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    channel.position(0);
    while (channel.read(bytes.clear()) >= 0) {
      bytes.flip();
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }
}

package io.slurmgen.disk;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads a file past this node's cache, as its server has it ({@code O_DIRECT} of open(2)). Such a
 * read ends at the length that this node knows; see {@link PresentLength#renewNames}.
 */
public final class DirectRead {

  private static final int BLOCKS_AT_ONCE = 256;

  private DirectRead() {}

  /**
   * Reads the first bytes.
   *
   * @return fewer where the file is shorter; empty where the file system refuses such reads, or the
   *     file cannot be read at all
   */
  public static Optional<ByteBuffer> first(Path file, int bytes) throws IOException {
    int block = (int) Math.max(bytes, Files.getFileStore(file).getBlockSize());
    ByteBuffer buffer = aligned(block, block);
    try (FileChannel direct = open(file)) {
      direct.read(buffer, 0);
    } catch (UnsupportedOperationException | IOException refused) {
      return Optional.empty();
    }
    buffer.flip();
    return Optional.of(buffer.limit(Math.min(bytes, buffer.limit())));
  }

  /**
   * Copies a file whole.
   *
   * @param to a file that is not there yet
   * @return false where the file system refuses such reads, and nothing was copied
   * @throws IOException if the file cannot be read, or the copy not written
   */
  public static boolean copy(Path file, Path to) throws IOException {
    if (first(file, 1).isEmpty()) {
      return false;
    }
    int block = (int) Files.getFileStore(file).getBlockSize();
    ByteBuffer buffer = aligned(block, BLOCKS_AT_ONCE * block);
    try (FileChannel direct = open(file);
        FileChannel copy =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // Only at the end of the file are there less bytes than a block.
      while (copy.position() % block == 0 && direct.read(buffer.clear(), copy.position()) > 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          copy.write(buffer);
        }
      }
    }
    return true;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
  }

  private static ByteBuffer aligned(int block, int bytes) {
    return ByteBuffer.allocateDirect(bytes + block).alignedSlice(block).limit(bytes);
  }
}

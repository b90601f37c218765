package io.slurmgen.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of a few pages, all filled with the number of the turn in which they were written, so that
 * a page of an earlier turn shows wherever it comes from. Opened anew for each look and each write.
 */
final class ProbePages {

  private static final int PAGES = 4;
  private static final int PAGE_BYTES = 4096;

  private final Path file;

  ProbePages(Path file) {
    this.file = file;
  }

  /**
   * The pages as they are seen.
   *
   * @param turn when they were written, empty where they are not all of one turn
   * @param mixture what else is seen, for people
   */
  record View(OptionalLong turn, Optional<String> mixture) {}

  /** Makes the file, with the turn before the first. */
  void create() throws IOException {
    write(0, StandardOpenOption.CREATE_NEW);
  }

  /** Fills all pages, and makes them durable. */
  void write(long turn) throws IOException {
    write(turn, StandardOpenOption.WRITE);
  }

  private void write(long turn, StandardOpenOption how) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PAGES * PAGE_BYTES);
    while (bytes.hasRemaining()) {
      bytes.putLong(turn);
    }
    bytes.flip();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes, bytes.position());
      }
      channel.force(true);
    }
  }

  View read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PAGES * PAGE_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
        // A short file shows below.
      }
    }
    if (bytes.hasRemaining()) {
      return mixture("only %d of %d bytes".formatted(bytes.position(), bytes.capacity()));
    }
    bytes.flip();
    long first = bytes.getLong();
    while (bytes.hasRemaining()) {
      int page = bytes.position() / PAGE_BYTES;
      long turn = bytes.getLong();
      if (turn != first) {
        return mixture("turn %d in page 0, turn %d in page %d".formatted(first, turn, page));
      }
    }
    return new View(OptionalLong.of(first), Optional.empty());
  }

  private static View mixture(String text) {
    return new View(OptionalLong.empty(), Optional.of(text));
  }
}

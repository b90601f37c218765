package io.slurmgen.unrecorded;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentTail;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Cuts off what processes that died while they appended have left behind the last whole chunks of
 * their segments, so that other Arrow readers take the files.
 *
 * <p>Only segments of superseded attempts are cut: an attempt that was merely given up may come
 * back and record the very chunk that looks torn. A superseded one may still append, but not record
 * any more; what it appends lies behind the place of the cut, after a hole that reads as zeros, at
 * which readers end. Nothing recorded is ever cut, nor is damage, which is no torn tail, nor a file
 * without a whole schema. Thread-safe.
 */
public final class TornTails {

  private final Catalog catalog;

  /** The torn tails in a cache directory. */
  public TornTails(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Cuts the segments of the attempts that the start of another one has superseded.
   *
   * @param started an attempt that has started
   * @param log takes a line for each segment that cannot be cut
   */
  public void cutBefore(AttemptRow started, Consumer<String> log) {
    for (int number = 1; number < started.number(); number++) {
      AttemptRow superseded = started.withNumber(number);
      for (int part = 0; Files.exists(file(superseded.segmentPath(part))); part++) {
        String path = superseded.segmentPath(part);
        try {
          cut(path);
        } catch (CorruptSegmentException damaged) {
          // What is recorded of it tells so to whoever reads it; nothing else is a sample.
        } catch (IOException e) {
          log.accept("the end of " + file(path) + " may be torn, and is not cut off: " + e);
        }
      }
    }
  }

  private Path file(String path) {
    return catalog.directory().withoutLinks(catalog.directory().root().resolve(path));
  }

  private void cut(String path) throws IOException {
    Path file = file(path);
    long length = PresentLength.ofExisting(file);
    long recorded = catalog.attempts().recordedBytes(path);
    if (length > recorded) {
      SegmentTail tail = read(file, recorded, length);
      if (tail.isTorn()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(tail.endBytes()).force(true);
        }
      }
    }
  }

  private static SegmentTail read(Path file, long recorded, long length) throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      return SegmentTail.read(segment, recorded, length);
    }
  }
}

package io.slurmgen.segment.read;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Rows that are read in parts by the threads of the common pool, the calling one among them; by
 * that one alone where there are few values, or not the same number of them in each row.
 */
final class RowParts {
  /** Small enough that threads which share the parts end at the same time. */
  private static final int PART_VALUES = 1 << 15;

  /** With fewer parts, handing them to other threads takes longer than it saves. */
  private static final int PARTS = 8;

  private final RowOrder rows;
  private final PartReader reader;
  private final AtomicIntegerArray taken;
  private final Exception[] failures;

  private RowParts(RowOrder rows, PartReader reader, int parts) {
    this.rows = rows;
    this.reader = reader;
    this.taken = new AtomicIntegerArray(parts);
    this.failures = new Exception[parts];
  }

  /** Reads some of the rows, at the same time as other threads read others. */
  interface PartReader {

    /**
     * @param place where the part begins in all rows
     */
    void read(RowOrder part, int place) throws IOException;
  }

  /**
   * Reads all rows.
   *
   * @param rows not more than an array has elements
   * @param perRow values in each row, where that is the same in all
   * @throws IOException the first failure in the order of the rows, as for any other exception
   */
  static void read(RowOrder rows, Optional<Long> perRow, PartReader reader) throws IOException {
    long parts = perRow.orElse(0L) * rows.size() / PART_VALUES;
    if (parts < PARTS) {
      reader.read(rows, 0);
    } else {
      new RowParts(rows, reader, (int) Math.min(parts, rows.size())).read();
    }
  }

  private void read() throws IOException {
    int parts = failures.length;
    int threads = ForkJoinPool.getCommonPoolParallelism() + 1;
    IntStream.range(0, threads)
        .parallel()
        .forEach(thread -> readFrom((int) ((long) parts * thread / threads)));
    for (Exception failure : failures) {
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      }
    }
  }

  /**
   * Reads parts until all are taken: a thread that begins late takes fewer. Each has a part to
   * begin with and goes on from there, as threads in the same slice would wait for each other.
   */
  private void readFrom(int first) {
    int parts = failures.length;
    for (int i = 0; i < parts; i++) {
      int part = (first + i) % parts;
      if (taken.get(part) == 0 && taken.compareAndSet(part, 0, 1)) {
        readPart(part);
      }
    }
  }

  /** Keeps a failure, since a stream would throw that of any part, and a copy of it. */
  private void readPart(int part) {
    long begin = rows.size() * part / failures.length;
    long end = rows.size() * (part + 1) / failures.length;
    try {
      reader.read(rows.part(begin, end - begin), (int) begin);
    } catch (IOException | RuntimeException e) {
      failures[part] = e;
    }
  }
}

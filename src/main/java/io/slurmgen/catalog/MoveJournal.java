package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.MOVE;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jooq.Record;

/**
 * A text file in the cache directory that repeats every move, so that the groups can be restored
 * when the catalog is lost.
 *
 * <p>One line a move, in the order of their ids, fields separated by tabs:
 *
 * <pre>id  dataset  parameter-hash  group  milliseconds  first+samples,first+samples,...  crc32c
 * </pre>
 *
 * <p>The last field is the CRC-32C, 8 hexadecimal digits, of the bytes of the line before it. The
 * catalog is the truth and the file follows it: after each move, and before its command ends, every
 * move that the file lacks is appended and forced. A line that a crash cut off is cut away first.
 */
final class MoveJournal {

  private final CatalogConnection catalog;
  private final Path file;

  MoveJournal(CatalogConnection catalog) {
    this.catalog = catalog;
    this.file = catalog.directory().moveJournal();
  }

  /** Appends the moves that the file lacks. The caller holds the lock file. */
  void catchUp() throws IOException {
    Files.createDirectories(file.getParent());
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      String tail = completeTail(journal);
      String missing = catalog.read(() -> lines(lastId(tail)));
      if (!missing.isEmpty()) {
        journal.write(missing.getBytes(StandardCharsets.UTF_8));
        journal.getFD().sync();
      }
    }
  }

  /** Positions at the end of the last complete line and returns that line. */
  private static String completeTail(RandomAccessFile journal) throws IOException {
    long end = endOfLine(journal, journal.length());
    journal.setLength(end);
    long start = end == 0 ? 0 : endOfLine(journal, end - 1);
    byte[] line = new byte[(int) (end - start)];
    journal.seek(start);
    journal.readFully(line);
    return new String(line, StandardCharsets.UTF_8);
  }

  /** The position after the last line feed before a position, 0 if there is none. */
  private static long endOfLine(RandomAccessFile journal, long before) throws IOException {
    for (long position = before; position > 0; position--) {
      journal.seek(position - 1);
      if (journal.read() == '\n') {
        return position;
      }
    }
    return 0;
  }

  private static long lastId(String line) {
    return line.isEmpty() ? 0 : Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  private String lines(long afterId) {
    return catalog
        .sql()
        .select(
            MOVE.ID, DATASET.NAME, PARAM_SET.HASH, MOVE.GROUP_ID, SAMPLE_GROUP.NAME, MOVE.MOVED_MS)
        .from(MOVE)
        .join(SAMPLE_GROUP)
        .on(SAMPLE_GROUP.ID.eq(MOVE.GROUP_ID))
        .join(PARAM_SET)
        .on(PARAM_SET.ID.eq(SAMPLE_GROUP.PARAM_SET_ID))
        .join(DATASET)
        .on(DATASET.ID.eq(PARAM_SET.DATASET_ID))
        .where(MOVE.ID.gt(afterId))
        .orderBy(MOVE.ID)
        .fetch()
        .stream()
        .map(this::line)
        .collect(Collectors.joining());
  }

  private String line(Record move) {
    String ranges =
        ranges(move.get(MOVE.GROUP_ID), move.get(MOVE.ID)).stream()
            .map(range -> range.first() + "+" + range.samples())
            .collect(Collectors.joining(","));
    String text =
        String.join(
            "\t",
            move.get(MOVE.ID).toString(),
            move.get(DATASET.NAME),
            move.get(PARAM_SET.HASH),
            move.get(SAMPLE_GROUP.NAME),
            move.get(MOVE.MOVED_MS).toString(),
            ranges,
            "");
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return text + "%08x\n".formatted(crc.getValue());
  }

  private List<IndexRange> ranges(long groupId, long moveId) {
    return new IndexRanges(
            catalog
                .sql()
                .select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
                .from(SAMPLE_RANGE)
                .where(SAMPLE_RANGE.GROUP_ID.eq(groupId).and(SAMPLE_RANGE.MOVE_ID.eq(moveId)))
                .fetch(org.jooq.Records.mapping(IndexRange::new)))
        .ranges();
  }
}

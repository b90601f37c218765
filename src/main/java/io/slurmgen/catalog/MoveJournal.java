package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.DATASET;
import static io.slurmgen.catalog.generated.Tables.MOVE;
import static io.slurmgen.catalog.generated.Tables.PARAM_SET;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;

import io.slurmgen.UserError;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.FileFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.Records;
import org.jooq.impl.DSL;

/**
 * A text file in the cache directory that repeats every move, from which {@link Rebuild} restores
 * the groups when the catalog is lost.
 *
 * <p>One line a move, in the order of their ids, fields separated by tabs:
 *
 * <pre>id  dataset  parameter-hash  group  milliseconds  first+samples,first+samples,...  crc32c
 * </pre>
 *
 * <p>The last field is the CRC-32C, 8 hexadecimal digits, of the bytes of the line before it. The
 * catalog is the truth and the file follows it: after each move, and before its command ends, every
 * move that the file lacks is appended and forced. A last line that a crash left incomplete is cut
 * away first. Where it is the catalog that lacks moves, it is an old one, and moves no more.
 */
final class MoveJournal {

  /** A line has some ten bytes for each range, and a range is often all samples of a job. */
  private static final long MOST_LINE_BYTES = 64 << 20;

  private final CatalogConnection catalog;
  private final Path file;

  MoveJournal(CatalogConnection catalog) {
    this.catalog = catalog;
    this.file = catalog.directory().moveJournal();
  }

  /**
   * Appends the moves that the file lacks. The caller holds the lock file.
   *
   * @throws CatalogException if it cannot; the moves are done all the same
   */
  void catchUp() throws IOException {
    try {
      append();
    } catch (IOException e) {
      throw new CatalogException(
          "the move is done, but %s lacks it until the next one: %s".formatted(file, e), e);
    }
  }

  /** Appends the moves that the file lacks. */
  void append() throws IOException {
    boolean isNew = Files.notExists(file);
    Files.createDirectories(file.getParent());
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      long lastId = cutToLastMove(journal);
      String missing =
          catalog.read(
              () ->
                  moves(MOVE.ID.gt(lastId)).stream()
                      .map(MoveLine::text)
                      .collect(Collectors.joining()));
      if (!missing.isEmpty()) {
        journal.write(missing.getBytes(StandardCharsets.ISO_8859_1));
        journal.getFD().sync();
      }
    }
    if (isNew) {
      DurableFile.force(file.getParent());
      DurableFile.force(catalog.directory().user());
    }
  }

  /**
   * Refuses a catalog that lacks moves of the file, as one that was put back from a backup does:
   * its raw samples may have had a group already. Compares the last move only. The caller holds the
   * lock file.
   *
   * @throws UserError if the catalog is the older one
   */
  void refuseOlderCatalog() throws IOException, SQLException {
    Optional<MoveLine> lacking = lastLacking();
    if (lacking.isPresent()) {
      throw new UserError(
          "%s has moves, the last of %d samples to %s, that %s lacks; to restore them: %s"
              .formatted(
                  file,
                  lacking.get().indexes().samples(),
                  lacking.get().group(),
                  catalog.directory().catalog(),
                  ProposedCommand.rebuild(catalog.directory().user())));
    }
  }

  /** The last move of the file if the catalog does not know it; used inside a transaction. */
  Optional<MoveLine> lastLacking() throws IOException, SQLException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "r")) {
      Optional<MoveLine> last = lastMove(journal).move();
      return last.isPresent() && !isInCatalog(last.get()) ? last : Optional.empty();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private boolean isInCatalog(MoveLine last) throws SQLException {
    return lastId() >= last.id()
        && moves(MOVE.ID.eq(last.id())).stream().allMatch(last::isOfSameMove);
  }

  /** The highest id that a move ever had (https://sqlite.org/autoinc.html). */
  private long lastId() throws SQLException {
    try (PreparedStatement query =
            catalog.prepare("select seq from sqlite_sequence where name = 'move'");
        ResultSet row = query.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Cuts away what follows the last line that is as it was written; returns its move, or 0. */
  private static long cutToLastMove(RandomAccessFile journal) throws IOException {
    Tail tail = lastMove(journal);
    journal.setLength(tail.endBytes());
    journal.seek(tail.endBytes());
    return tail.move().map(MoveLine::id).orElse(0L);
  }

  /** The last line that is as it was written, and where it ends. */
  private record Tail(Optional<MoveLine> move, long endBytes) {}

  private static Tail lastMove(RandomAccessFile journal) throws IOException {
    long end = endOfLine(journal, journal.length());
    String line = lineBefore(journal, end);
    Optional<MoveLine> move = MoveLine.parse(line);
    while (!line.isEmpty() && move.isEmpty()) {
      end -= line.length();
      line = lineBefore(journal, end);
      move = MoveLine.parse(line);
    }
    return new Tail(move, end);
  }

  /** The line that ends at a position, one character a byte, empty at the file's start. */
  private static String lineBefore(RandomAccessFile journal, long end) throws IOException {
    long start = end == 0 ? 0 : endOfLine(journal, end - 1);
    if (end - start > MOST_LINE_BYTES) {
      throw new IOException("a line of " + (end - start) + " bytes, which no move is");
    }
    byte[] line = new byte[(int) (end - start)];
    journal.seek(start);
    journal.readFully(line);
    return new String(line, StandardCharsets.ISO_8859_1);
  }

  /** The position after the last line feed before a position, 0 if there is none. */
  private static long endOfLine(RandomAccessFile journal, long before) throws IOException {
    byte[] block = new byte[8192];
    for (long end = before; end > 0; end -= block.length) {
      long start = Math.max(0, end - block.length);
      int length = (int) (end - start);
      journal.seek(start);
      journal.readFully(block, 0, length);
      for (int i = length; i > 0; i--) {
        if (block[i - 1] == '\n') {
          return start + i;
        }
      }
    }
    return 0;
  }

  /** All moves of the catalog, in the order of their ids; used inside a transaction. */
  List<MoveLine> all() {
    return moves(DSL.noCondition());
  }

  private List<MoveLine> moves(Condition condition) {
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
        .where(condition)
        .orderBy(MOVE.ID)
        .fetch(this::move);
  }

  private MoveLine move(Record move) {
    return new MoveLine(
        move.get(MOVE.ID),
        move.get(DATASET.NAME),
        move.get(PARAM_SET.HASH),
        move.get(SAMPLE_GROUP.NAME),
        move.get(MOVE.MOVED_MS),
        indexes(move.get(MOVE.GROUP_ID), move.get(MOVE.ID)));
  }

  private IndexRanges indexes(long groupId, long moveId) {
    return new IndexRanges(
        catalog
            .sql()
            .select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
            .from(SAMPLE_RANGE)
            .where(SAMPLE_RANGE.GROUP_ID.eq(groupId).and(SAMPLE_RANGE.MOVE_ID.eq(moveId)))
            .fetch(Records.mapping(IndexRange::new)));
  }
}

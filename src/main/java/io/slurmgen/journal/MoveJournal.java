package io.slurmgen.journal;

import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.FileFailure;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A text file in the cache directory that repeats every move and every submission. From the moves
 * {@code Rebuild} restores the groups when the catalog is lost; from both it is seen that a catalog
 * is older than the directory, as one from a backup is, and would give numbers out again.
 *
 * <p>One line a move, in the order of their numbers, and one a submission, in theirs; fields are
 * separated by tabs, and a rest of fields that version 0.1.0 has not written is in brackets:
 *
 * <pre>
 * id  dataset  parameter-hash  group  milliseconds  first+samples,first+samples,...  [seed  last-submission]  crc32c
 * submission  id  last-job  last-move  dataset  parameter-hash  parameter-set  seed  milliseconds  crc32c
 * </pre>
 *
 * <p>The last field is the CRC-32C, 8 hexadecimal digits, of the bytes of the line before it. Each
 * line has the last number of the other kind before it, so that the last line is enough to know
 * what the file has.
 *
 * <p>The catalog is the truth and the file follows it: after each change that adds some, and before
 * its command ends or runs a job, every move and submission that the file lacks is appended and
 * forced. A last line that a crash left incomplete is cut away first. Where it is the catalog that
 * lacks some, it is an old one, and nothing is written to it ({@link OlderCatalogException}).
 */
public final class MoveJournal {

  /** A line has some ten bytes for each range, and a range is often all samples of a job. */
  private static final long MOST_LINE_BYTES = 64 << 20;

  private final CatalogConnection catalog;
  private final JournalRows rows;
  private final Path file;

  public MoveJournal(CatalogConnection catalog) {
    this.catalog = catalog;
    this.rows = new JournalRows(catalog);
    this.file = catalog.directory().moveJournal();
  }

  /**
   * Appends what the file lacks. The caller holds the lock file.
   *
   * @param done what is done all the same, such as "the move is done"
   * @throws CatalogException if it cannot
   */
  public void catchUp(String done) throws IOException {
    try {
      append();
    } catch (IOException e) {
      throw new CatalogException(
          "%s, but %s lacks it until the next one: %s".formatted(done, file, e), e);
    }
  }

  /** Appends what the file lacks. */
  public void append() throws IOException {
    Files.createDirectories(file.getParent());
    boolean isNew = !PresentLength.isThere(file);
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "rw")) {
      Optional<JournalLine> last = cutToLastLine(journal);
      String missing = catalog.read(() -> missing(last));
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

  private String missing(Optional<JournalLine> last) throws SQLException {
    StringBuilder text = new StringBuilder();
    long lastMove = last.map(JournalLine::lastMove).orElse(0L);
    long lastSubmission = last.map(JournalLine::lastSubmission).orElse(0L);
    for (SubmissionLine line : rows.submissionsAfter(lastSubmission, lastMove)) {
      text.append(line.text());
      lastSubmission = line.id();
    }
    for (MoveLine line : rows.movesAfter(lastMove, lastSubmission)) {
      text.append(line.text());
    }
    return text.toString();
  }

  /**
   * Refuses a catalog that lacks something of the file, as one that was put back from a backup
   * does: it would give numbers out again, and its raw samples may have had a group already.
   * Compares the last line only, since each of them was appended by a command that had asked this
   * before. Used inside a transaction.
   *
   * @throws OlderCatalogException if the catalog is the older one
   */
  public static void refuseOlderCatalog(CatalogConnection catalog)
      throws IOException, SQLException {
    Optional<JournalLine> lacking = new MoveJournal(catalog).lacking();
    if (lacking.isPresent()) {
      throw new OlderCatalogException(catalog.directory(), lacking.get());
    }
  }

  /** The last line of the file if the catalog lacks something of it; used inside a transaction. */
  public Optional<JournalLine> lacking() throws IOException, SQLException {
    if (!PresentLength.isThere(file) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Optional<JournalLine> last;
    try (RandomAccessFile journal = new RandomAccessFile(file.toFile(), "r")) {
      last = lastLine(journal).line();
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
    return last.isPresent() && !rows.have(last.get()) ? last : Optional.empty();
  }

  /** Cuts away what follows the last line that is as it was written, and returns that. */
  private static Optional<JournalLine> cutToLastLine(RandomAccessFile journal) throws IOException {
    Tail tail = lastLine(journal);
    journal.setLength(tail.endBytes());
    journal.seek(tail.endBytes());
    return tail.line();
  }

  /** The last line that is as it was written, and where it ends. */
  private record Tail(Optional<JournalLine> line, long endBytes) {}

  private static Tail lastLine(RandomAccessFile journal) throws IOException {
    long end = endOfLine(journal, journal.length());
    String text = lineBefore(journal, end);
    Optional<JournalLine> line = JournalLine.parse(text);
    while (!text.isEmpty() && line.isEmpty()) {
      end -= text.length();
      text = lineBefore(journal, end);
      line = JournalLine.parse(text);
    }
    return new Tail(line, end);
  }

  /** The line that ends at a position, one character a byte, empty at the file's start. */
  private static String lineBefore(RandomAccessFile journal, long end) throws IOException {
    long start = end == 0 ? 0 : endOfLine(journal, end - 1);
    if (end - start > MOST_LINE_BYTES) {
      throw new IOException("a line of " + (end - start) + " bytes, which none is");
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

  /** All moves of the catalog, in the order of their numbers; used inside a transaction. */
  public List<MoveLine> all() throws SQLException {
    return rows.movesAfter(0, 0);
  }
}

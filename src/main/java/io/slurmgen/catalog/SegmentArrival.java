package io.slurmgen.catalog;

import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.model.Submitter;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Waiting for what is recorded of segments to be seen on this node.
 *
 * <p>On a network file system the kernel may know an older, shorter length of a segment that
 * another node has just written, or that there is no such file. It is asked anew then, and where
 * that does not help, for as long as it may keep what it knew: a minute behind the end of the
 * attempt that wrote the segment, and no longer than a minute for all segments together. What is
 * missing after that is missing.
 *
 * <p>Thread-safe. Nothing is asked and nothing is waited for where the file is as long as recorded.
 */
public final class SegmentArrival {

  private static final String WRITER =
      """
      select attempt.node, attempt.ended_ms from segment
        join attempt on attempt.job_id = segment.job_id and attempt.number = segment.attempt
      where segment.path = ?
      """;

  private static final Duration LOOK = Duration.ofMillis(500);

  private final CatalogConnection catalog;
  private final Sharing sharing;
  private final Predicate<String> isThisNode;
  private final Pause pause;
  private Optional<Instant> deadline = Optional.empty();

  SegmentArrival(
      CatalogConnection catalog, Sharing sharing, Predicate<String> isThisNode, Pause pause) {
    this.catalog = catalog;
    this.sharing = sharing;
    this.isThisNode = isThisNode;
    this.pause = pause;
  }

  static SegmentArrival of(CatalogConnection catalog) {
    return new SegmentArrival(
        catalog,
        () -> !FileSystemKind.of(catalog.directory().user()).isLocal(),
        node -> Submitter.isThisNode(node, System.getenv()),
        () -> Thread.sleep(LOOK.toMillis()));
  }

  /** Whether other machines write to the file system; asked only where a segment is short. */
  @FunctionalInterface
  interface Sharing {
    boolean isShared() throws IOException;
  }

  /** A moment between two looks. */
  @FunctionalInterface
  interface Pause {
    void pause() throws InterruptedException;
  }

  /**
   * The attempt that wrote a segment.
   *
   * @param node where it ran
   * @param ended when, empty where it has not said so
   */
  record Writer(String node, Optional<Instant> ended) {

    static Writer of(Row row) throws SQLException {
      OptionalLong endedMillis = row.optionalNumber(2);
      return new Writer(
          row.text(1),
          endedMillis.isPresent()
              ? Optional.of(Instant.ofEpochMilli(endedMillis.getAsLong()))
              : Optional.empty());
    }

    /** Whether other nodes may still see a segment shorter than this attempt has left it. */
    boolean mayBeHidden(Instant now) {
      return ended.map(end -> now.isBefore(end.plus(PresentLength.KEPT_AT_MOST))).orElse(true);
    }
  }

  /**
   * Waits until a segment is as long as it is recorded, as long as another node's writing may be
   * hidden from this one.
   *
   * @param path the segment, relative to the cache directory
   * @param recordedBytes how long it should be
   * @return empty where it is so long, or need not be waited for; else what was seen
   */
  public Optional<String> await(String path, long recordedBytes) throws IOException {
    return await(path, catalog.directory().segment(path), recordedBytes);
  }

  /**
   * As {@link #await(String, long)}.
   *
   * @param file where the segment is, perhaps behind a link; only regular files are waited for
   */
  public Optional<String> await(String path, Path file, long recordedBytes) throws IOException {
    if (isLong(file, recordedBytes) || !sharing.isShared()) {
      return Optional.empty();
    }
    long length = PresentLength.askedAgain(file).orElse(0);
    Optional<Writer> writer = length >= recordedBytes ? Optional.empty() : writer(path);
    while (length < recordedBytes && writer.isPresent() && mayBeHidden(writer.get())) {
      pause();
      length = PresentLength.askedAgain(file).orElse(0);
    }
    return length >= recordedBytes || !writer.map(this::isElsewhere).orElse(false)
        ? Optional.empty()
        : Optional.of(
            "%s has %d bytes on %s, of the %d that were recorded from %s: see slurm-gen verify"
                .formatted(file, length, Submitter.thisNode(), recordedBytes, writer.get().node()));
  }

  /** Whether it is as long as recorded, or will never be, being no file. */
  private static boolean isLong(Path file, long recordedBytes) throws IOException {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.size() >= recordedBytes || !seen.isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Optional<Writer> writer(String path) throws IOException {
    return catalog.read(() -> catalog.statements().first(WRITER, Writer::of, path));
  }

  private boolean isElsewhere(Writer writer) {
    return !isThisNode.test(writer.node());
  }

  private boolean mayBeHidden(Writer writer) {
    Instant now = Instant.ofEpochMilli(catalog.nowMillis());
    return isElsewhere(writer) && writer.mayBeHidden(now) && now.isBefore(deadline(now));
  }

  private synchronized Instant deadline(Instant now) {
    if (deadline.isEmpty()) {
      deadline = Optional.of(now.plus(PresentLength.KEPT_AT_MOST));
    }
    return deadline.get();
  }

  private void pause() throws IOException {
    try {
      pause.pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a segment to be seen");
    }
  }
}

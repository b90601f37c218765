package io.slurmgen.unrecorded;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.OtherTypesException;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.disk.PresentLength;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentTail;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.sqlite.CatalogBusyException;
import io.slurmgen.sqlite.CatalogConflictException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Segments with chunks that could not be recorded, because the catalog could not be written or
 * their process was killed. The next command records them.
 *
 * <p>Thread-safe, and safe to use by several processes: recording a chunk twice is harmless. A
 * chunk that is torn or damaged counts as never written, and so do those behind it: nobody was told
 * that they exist, and their samples are made again.
 */
public final class UnrecordedSegments {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How many segments share a transaction, so that others need not wait for long. */
  private static final int TOGETHER = 100;

  private final Catalog catalog;

  /** The ones of a cache directory. */
  public UnrecordedSegments(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Records what tasks that only append have done, and the chunks of all noted segments.
   *
   * @param patience how long to wait for other writers, for all of them together
   * @param log takes a line where chunks still cannot be recorded
   */
  public void adopt(Duration patience, Consumer<String> log) throws IOException {
    new ReportedAttempts(catalog, Clock.systemUTC()).record();
    long deadline = System.nanoTime() + patience.toNanos();
    SegmentNotes notes = new SegmentNotes(catalog.directory(), log);
    List<String> paths = notes.paths();
    for (int from = 0; from < paths.size(); from += TOGETHER) {
      List<String> some = paths.subList(from, Math.min(from + TOGETHER, paths.size()));
      try {
        adopt(some, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())), log)
            .forEach(notes::clear);
      } catch (CatalogBusyException e) {
        int left = paths.size() - from;
        log.accept("samples in " + left + " segments are not recorded yet: " + e.getMessage());
        return;
      }
    }
  }

  /**
   * Records the chunks of some segments in one transaction.
   *
   * @return those with nothing left to record
   */
  private List<String> adopt(List<String> paths, Duration patience, Consumer<String> log)
      throws CatalogBusyException {
    List<RecordedChunks> found = new ArrayList<>();
    List<String> settled = new ArrayList<>();
    for (String path : paths) {
      try {
        unrecorded(path).ifPresent(found::add);
        settled.add(path);
      } catch (CatalogBusyException e) {
        throw e;
      } catch (IOException e) {
        log.accept("samples in " + path + " are not recorded yet: " + e.getMessage());
      }
    }
    try {
      record(found, patience).forEach(refused -> log.accept(refused.getMessage()));
      return settled;
    } catch (CatalogBusyException e) {
      throw e;
    } catch (IOException e) {
      log.accept("samples in " + settled + " are not recorded yet: " + e.getMessage());
      return List.of();
    }
  }

  /**
   * Records chunks that an attempt has written whole and not recorded before it was killed. Looks
   * into its segments only where they are longer than what is recorded of them.
   *
   * @param attempt the newest one of its job; chunks of others are refused
   * @return why samples of other types than the recorded ones were not recorded
   */
  public List<IOException> adopt(AttemptRow attempt) throws IOException {
    AttemptFiles files = new AttemptFiles(catalog.directory());
    if (files.isUsed()) {
      return adopt(attempt, files);
    }
    List<RecordedChunks> found = new ArrayList<>();
    for (int part = 0; isThere(attempt.segmentPath(part)); part++) {
      String path = attempt.segmentPath(part);
      unrecorded(path).ifPresent(found::add);
    }
    return record(found, PATIENCE);
  }

  /**
   * Records chunks of a task that only appends. Those of samples that a later attempt makes are
   * left out, and so are all where one is about to say what it makes.
   */
  private List<IOException> adopt(AttemptRow attempt, AttemptFiles files) throws IOException {
    Optional<IndexRanges> later = files.makingLater(attempt.jobId(), attempt.number());
    if (later.isEmpty()) {
      return List.of();
    }
    List<RecordedChunks> found = new ArrayList<>();
    IndexRanges free = attempt.missing().minus(later.get());
    for (int part = 0; isThere(attempt.segmentPath(part)); part++) {
      String path = attempt.segmentPath(part);
      Optional<RecordedChunks> whole = unrecorded(path);
      if (whole.isPresent()) {
        List<ChunkEntry> chunks = free(path, whole.get().chunks(), free);
        if (!chunks.isEmpty()) {
          found.add(whole.get().with(chunks));
        }
      }
    }
    return record(found, PATIENCE);
  }

  /**
   * The indexes of the chunks that an attempt has written whole, and that {@link #adopt} would
   * record where these ones are free. Writes nothing.
   */
  IndexRanges written(AttemptRow attempt, IndexRanges free) throws IOException {
    List<IndexRange> written = new ArrayList<>();
    for (int part = 0; isThere(attempt.segmentPath(part)); part++) {
      String path = attempt.segmentPath(part);
      DurableFile.force(file(path));
      try (SegmentFile segment = SegmentFile.open(file(path))) {
        if (attempt.paramSet().owns(segment.schema().metadata())) {
          for (ChunkEntry chunk : free(path, unrecorded(path, segment), free)) {
            written.add(new IndexRange(chunk.firstIndex(), chunk.rows()));
          }
        }
      } catch (CorruptSegmentException noSchema) {
        continue; // Its process died before the first chunk.
      }
    }
    return new IndexRanges(written);
  }

  /**
   * Those chunks that hold free indexes only, up to the first that does not: they go on where the
   * recorded part of the segment ends, or are the first of it that are recorded at all.
   */
  private List<ChunkEntry> free(String path, List<ChunkEntry> chunks, IndexRanges free)
      throws IOException {
    Predicate<ChunkEntry> isFree =
        chunk -> {
          IndexRange indexes = new IndexRange(chunk.firstIndex(), chunk.rows());
          return new IndexRanges(List.of(indexes)).minus(free).isEmpty();
        };
    Stream<ChunkEntry> from =
        catalog.attempts().recordedBytes(path) > 0
            ? chunks.stream()
            : chunks.stream().dropWhile(isFree.negate());
    return from.takeWhile(isFree).toList();
  }

  /**
   * All in one transaction; where others have made some of the samples, each in its own. Returns
   * why samples of other types than the recorded ones were not recorded.
   */
  private List<IOException> record(List<RecordedChunks> found, Duration patience)
      throws IOException {
    if (found.isEmpty()) {
      return List.of();
    }
    try {
      return catalog.attempts().record(found, patience).values().stream()
          .filter(OtherTypesException.class::isInstance)
          .toList();
    } catch (CatalogConflictException e) {
      List<IOException> refused = new ArrayList<>();
      if (found.size() > 1) {
        for (RecordedChunks one : found) {
          refused.addAll(record(List.of(one), patience));
        }
      }
      return refused;
    }
  }

  private Path file(String path) throws IOException {
    return catalog.directory().segment(path);
  }

  private boolean isThere(String path) throws IOException {
    return PresentLength.of(file(path)).isPresent();
  }

  /** The whole chunks of a segment behind its recorded part; empty where there are none. */
  private Optional<RecordedChunks> unrecorded(String path) throws IOException {
    Path file = file(path);
    if (PresentLength.of(file).orElse(0) <= catalog.attempts().recordedBytes(path)) {
      return Optional.empty();
    }
    DurableFile.force(file);
    try (SegmentFile segment = SegmentFile.open(file)) {
      Optional<AttemptRow> attempt = attempt(segment);
      List<ChunkEntry> chunks = attempt.isPresent() ? unrecorded(path, segment) : List.of();
      return chunks.isEmpty()
          ? Optional.empty()
          : attempt.map(
              by ->
                  new RecordedChunks(
                      by, path, StoredTypes.of(segment.schema()), chunks, OptionalLong.empty()));
    } catch (CorruptSegmentException noSchema) {
      return Optional.empty(); // Its process died before the first chunk.
    }
  }

  /**
   * The attempt that wrote a segment, unless it is superseded: it may record nothing then, and its
   * segment may be cut while it is looked at. Where the catalog was lost, its numbers are others'.
   */
  private Optional<AttemptRow> attempt(SegmentFile segment) throws IOException {
    Map<String, String> metadata = segment.schema().metadata();
    OptionalInt submission = number(metadata, SegmentMetadata.SUBMISSION);
    OptionalInt job = number(metadata, SegmentMetadata.JOB_NUMBER);
    OptionalInt attempt = number(metadata, SegmentMetadata.ATTEMPT);
    if (submission.isEmpty() || job.isEmpty() || attempt.isEmpty()) {
      return Optional.empty(); // It is none of ours.
    }
    return catalog
        .attempts()
        .newest(submission.getAsInt(), job.getAsInt())
        .filter(row -> row.number() == attempt.getAsInt() && row.paramSet().owns(metadata));
  }

  private static OptionalInt number(Map<String, String> metadata, SegmentMetadata entry) {
    String text = entry.in(metadata).orElse("");
    return text.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  private List<ChunkEntry> unrecorded(String path, SegmentFile segment) throws IOException {
    long recorded = catalog.attempts().recordedBytes(path);
    long length = PresentLength.ofExisting(segment.path());
    return SegmentTail.read(segment, recorded, length).chunks();
  }
}

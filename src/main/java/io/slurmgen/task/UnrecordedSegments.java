package io.slurmgen.task;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.CatalogConflictException;
import io.slurmgen.catalog.ParamSetRow;
import io.slurmgen.catalog.RecordedChunks;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.CorruptSegmentException;
import io.slurmgen.segment.SegmentFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Notes of segments with chunks that could not be recorded, because the catalog could not be
 * written: one empty file each, named after the segment's path. The next command records them.
 *
 * <p>Thread-safe, and safe to use by several processes: recording a chunk twice is harmless. A
 * chunk that is torn or damaged counts as never written, and so do those behind it: nobody was told
 * that they exist, and their samples are made again.
 */
public final class UnrecordedSegments {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Catalog catalog;
  private final Path notes;

  /** The notes of a cache directory. */
  public UnrecordedSegments(Catalog catalog) {
    this.catalog = catalog;
    this.notes = catalog.directory().root().resolve(".unrecorded");
  }

  /** Notes a segment. */
  void mark(String path) throws IOException {
    Files.createDirectories(notes);
    Files.write(note(path), new byte[0]);
  }

  /** Forgets a segment whose chunks are all recorded. */
  void clear(String path) throws IOException {
    Files.deleteIfExists(note(path));
  }

  /** No name in a segment's path holds a plus sign. */
  private Path note(String path) {
    return notes.resolve(path.replace('/', '+'));
  }

  /**
   * Records the chunks of all noted segments. Costs one look at a directory that is nearly always
   * missing.
   *
   * @param patience how long to wait for other writers
   * @param log takes a line for each segment whose chunks still cannot be recorded
   */
  public void adopt(Duration patience, Consumer<String> log) throws IOException {
    if (!Files.isDirectory(notes)) {
      return;
    }
    for (Path note : list()) {
      adopt(note, patience, log);
    }
  }

  private void adopt(Path note, Duration patience, Consumer<String> log) {
    try {
      String path = note.getFileName().toString().replace('+', '/');
      if (Files.exists(file(path))) {
        adopt(path, patience);
      }
      clear(path);
    } catch (NoSuchFileException e) {
      // Another process was quicker.
    } catch (IOException e) {
      log.accept("samples noted in " + note + " are not recorded yet: " + e.getMessage());
    }
  }

  /**
   * Records chunks that an attempt has written whole and not recorded before it was killed. Looks
   * into its segments only where they are longer than what is recorded of them.
   *
   * @param attempt the newest one of its job; chunks of others are refused
   */
  public void adopt(AttemptRow attempt) throws IOException {
    for (int part = 0; Files.exists(file(attempt.segmentPath(part))); part++) {
      String path = attempt.segmentPath(part);
      if (Files.size(file(path)) > catalog.attempts().recordedBytes(path)) {
        adopt(path, PATIENCE);
      }
    }
  }

  private Path file(String path) {
    return catalog.directory().root().resolve(path);
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(notes)) {
      return files.sorted().toList();
    }
  }

  private void adopt(String path, Duration patience) throws IOException {
    Path file = file(path);
    force(file);
    try (SegmentFile segment = SegmentFile.open(file)) {
      Optional<AttemptRow> attempt = attempt(segment);
      if (attempt.isPresent()) {
        record(attempt.get(), path, chunks(segment, Files.size(file)), patience);
      }
    } catch (CorruptSegmentException noSchema) {
      // Its process died before the first chunk.
    } catch (CatalogConflictException e) {
      // Others have made these samples meanwhile: there is nothing left to record.
    }
  }

  private void record(AttemptRow attempt, String path, List<ChunkEntry> chunks, Duration patience)
      throws IOException {
    if (!chunks.isEmpty()) {
      RecordedChunks found = new RecordedChunks(attempt, path, chunks, OptionalLong.empty());
      catalog.attempts().record(List.of(found), patience);
    }
  }

  /**
   * The attempt that wrote a segment, unless it is superseded: it may record nothing then, and its
   * segment may be cut while it is looked at. Where the catalog was lost, its numbers are others'.
   */
  private Optional<AttemptRow> attempt(SegmentFile segment) throws IOException {
    Map<String, String> metadata = segment.schema().metadata();
    int number = Integer.parseInt(metadata.get("slurm_gen.attempt"));
    return catalog
        .attempts()
        .newest(
            Long.parseLong(metadata.get("slurm_gen.submission")),
            Integer.parseInt(metadata.get("slurm_gen.job_number")))
        .filter(row -> row.number() == number && isOf(row.paramSet(), metadata));
  }

  private static boolean isOf(ParamSetRow set, Map<String, String> metadata) {
    return set.dataset().equals(metadata.get("slurm_gen.dataset"))
        && set.hash().equals(metadata.get("slurm_gen.hash"))
        && Long.toString(set.seed()).equals(metadata.get("slurm_gen.seed"));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static List<ChunkEntry> chunks(SegmentFile segment, long length) throws IOException {
    List<ChunkEntry> chunks = new ArrayList<>();
    ChunkScan scan = segment.scan(segment.headerBytes(), length);
    try {
      for (Optional<ChunkEntry> next = scan.next(); next.isPresent(); next = scan.next()) {
        chunks.add(next.get());
      }
    } catch (CorruptSegmentException damaged) {
      return chunks;
    }
    return chunks;
  }
}

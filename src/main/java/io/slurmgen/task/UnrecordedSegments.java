package io.slurmgen.task;

import io.slurmgen.catalog.AttemptRow;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.RecordedChunks;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.SegmentFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notes of segments with chunks that could not be recorded, because the catalog could not be
 * written: one small file each, which holds the segment's path. The next command records them.
 *
 * <p>Thread-safe, and safe to use by several processes: recording a chunk twice is harmless.
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
    Files.writeString(note(path), path);
  }

  /** Forgets a segment whose chunks are all recorded. */
  void clear(String path) throws IOException {
    Files.deleteIfExists(note(path));
  }

  private Path note(String path) {
    return notes.resolve(path.replace('/', '+'));
  }

  /**
   * Records the chunks of all noted segments. Costs one look at a directory that is nearly always
   * missing.
   *
   * @return how many samples were recorded
   * @throws IOException if the catalog still cannot be written, or a segment cannot be read
   */
  public long adopt() throws IOException {
    if (!Files.isDirectory(notes)) {
      return 0;
    }
    long samples = 0;
    for (Path note : list()) {
      String path = Files.readString(note);
      samples += adopt(path);
      clear(path);
    }
    return samples;
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(notes)) {
      return files.sorted().toList();
    }
  }

  private long adopt(String path) throws IOException {
    Path file = catalog.directory().root().resolve(path);
    force(file);
    try (SegmentFile segment = SegmentFile.open(file)) {
      Optional<AttemptRow> attempt = attempt(segment);
      List<ChunkEntry> chunks = chunks(segment, Files.size(file));
      if (attempt.isEmpty() || chunks.isEmpty()) {
        return 0;
      }
      ChunkTiming timing = new ChunkTiming();
      chunks.forEach(timing::add);
      long before = attempt.get().missing().samples();
      catalog
          .attempts()
          .record(
              List.of(new RecordedChunks(attempt.get(), path, chunks, timing.summary())), PATIENCE);
      return before - attempt(segment).map(row -> row.missing().samples()).orElse(before);
    }
  }

  private Optional<AttemptRow> attempt(SegmentFile segment) throws IOException {
    var metadata = segment.schema().metadata();
    return catalog
        .attempts()
        .find(
            Long.parseLong(metadata.get("slurm_gen.submission")),
            Integer.parseInt(metadata.get("slurm_gen.job_number")),
            Integer.parseInt(metadata.get("slurm_gen.attempt")));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static List<ChunkEntry> chunks(SegmentFile segment, long length) throws IOException {
    List<ChunkEntry> chunks = new ArrayList<>();
    ChunkScan scan = segment.scan(segment.headerBytes(), length);
    for (Optional<ChunkEntry> next = scan.next(); next.isPresent(); next = scan.next()) {
      chunks.add(next.get());
    }
    return chunks;
  }
}

package io.slurmgen.task;

import io.slurmgen.dataset.Sample;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.segment.column.SampleMismatchException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The segments of one attempt: a new one begins where the sample indexes leave a gap, so that the
 * samples of a segment are consecutive, and before a segment outgrows what can be mapped at once.
 *
 * <p>Ended chunks go to the {@link Recorder}, which also closes all segments but the last when they
 * are recorded, so that many gaps do not need many open files. Not thread-safe; {@link #close} when
 * all is recorded or given up.
 */
final class SegmentParts implements Closeable {

  /** A mapping is at most 2 GiB (java.nio.MappedByteBuffer), and one more chunk must fit. */
  private static final long ROLL_BYTES = 1L << 30;

  /** A chunk ends early where its samples are large. */
  private static final long CHUNK_BYTES = 64L << 20;

  private final CacheDirectory directory;
  private final AttemptRow attempt;
  private final SegmentSchema schema;
  private final int cacheEvery;
  private final Recorder recorder;
  private final List<SegmentWriter> writers = new ArrayList<>();
  private OptionalLong startupNanos = OptionalLong.empty();
  private String path;
  private SegmentWriter writer;
  private long nextIndex;
  private long chunkStartNanos;

  SegmentParts(CacheDirectory directory, AttemptRow attempt, Recipe recipe, Recorder recorder) {
    this.directory = directory;
    this.attempt = attempt;
    this.schema = recipe.schema(attempt);
    this.cacheEvery = recipe.cacheEvery();
    this.recorder = recorder;
  }

  /** The first sample is asked for. */
  void started(long nanosSinceStart) {
    startupNanos = OptionalLong.of(nanosSinceStart);
    chunkStartNanos = System.nanoTime();
  }

  /**
   * Adds a sample.
   *
   * @throws SampleMismatchException if it does not fit the schema; nothing was added
   */
  void append(long index, Sample<?, ?> sample) throws IOException {
    if (writer == null || index != nextIndex || isFull()) {
      endChunk();
      nextPart();
    }
    writer.append(sample.features(), sample.label());
    nextIndex = index + 1;
    if (writer.pendingRows() >= cacheEvery || writer.pendingBytes() >= CHUNK_BYTES) {
      endChunk();
    }
  }

  /** Asked between chunks only, since the answer takes a lock. */
  private boolean isFull() {
    return writer.pendingRows() == 0 && writer.lengthBytes() >= ROLL_BYTES;
  }

  /** Ends the pending chunk, if there is one, and has it recorded. */
  void endChunk() throws IOException {
    if (writer == null || writer.pendingRows() == 0) {
      return;
    }
    long now = System.nanoTime();
    ChunkEntry chunk = writer.endChunk(nextIndex - writer.pendingRows(), now - chunkStartNanos);
    chunkStartNanos = now;
    recorder.queue().add(attempt, path, writer, chunk, startupNanos);
  }

  private void nextPart() throws IOException {
    if (writer != null) {
      recorder.queue().finish(path, writer);
    }
    path = attempt.segmentPath(writers.size());
    Path file = directory.segment(path);
    Files.createDirectories(file.getParent());
    writer = create(file);
    writers.add(writer);
  }

  /** Only a catalog that has forgotten an attempt gives its number out twice. */
  private SegmentWriter create(Path file) throws IOException {
    try {
      return SegmentWriter.create(file, schema);
    } catch (FileAlreadyExistsException e) {
      String reason =
          "there is such a segment already, of which the catalog does not know, as where it was put"
              + " back from an old backup; to make a new catalog: "
              + ProposedCommand.rebuild(directory.user());
      FileAlreadyExistsException told = new FileAlreadyExistsException(e.getFile(), null, reason);
      told.initCause(e);
      throw told;
    }
  }

  @Override
  public void close() throws IOException {
    for (SegmentWriter each : writers) {
      each.close();
    }
  }
}

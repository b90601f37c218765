package io.slurmgen.task;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.SegmentWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The chunks of one segment that are not recorded yet. Not thread-safe: it belongs to the recorder,
 * which guards it with its own lock until it has taken it in hand.
 */
final class PendingSegment {

  private final AttemptRow attempt;
  private final String path;
  private final SegmentWriter writer;
  private final List<ChunkEntry> chunks = new ArrayList<>();
  private OptionalLong startupNanos = OptionalLong.empty();
  private boolean finished;
  private boolean closed;

  PendingSegment(AttemptRow attempt, String path, SegmentWriter writer) {
    this.attempt = attempt;
    this.path = path;
    this.writer = writer;
  }

  void add(ChunkEntry chunk, OptionalLong startupOfAttemptNanos) {
    chunks.add(chunk);
    startupNanos = startupOfAttemptNanos;
  }

  /** Adds the chunks that came after its own. */
  void addAll(PendingSegment newer) {
    chunks.addAll(newer.chunks);
    startupNanos = newer.startupNanos;
    finished = newer.finished;
  }

  /** No more chunks come. */
  void finish() {
    finished = true;
  }

  boolean isOf(AttemptRow other) {
    return attempt.equals(other);
  }

  AttemptRow attempt() {
    return attempt;
  }

  String path() {
    return path;
  }

  /** Makes the chunks durable, so that they may be recorded. */
  RecordedChunks force() throws IOException {
    if (!closed) {
      writer.force();
    }
    return new RecordedChunks(attempt, path, StoredTypes.of(writer.schema()), chunks, startupNanos);
  }

  /** Closes the file of a finished segment that has been forced. */
  void closeIfFinished() throws IOException {
    if (finished) {
      writer.close();
      closed = true;
    }
  }
}

package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFailureTest {
  private static final SegmentSchema SCHEMA =
      Segments.schema(new ColumnType.Int(32), new ColumnType.Float(64));

  @TempDir Path directory;
  private long headerBytes;
  private long chunkBytes;

  @BeforeEach
  void measure() throws IOException {
    Path file = directory.resolve("measured");
    try (SegmentWriter writer = SegmentWriter.create(file, SCHEMA)) {
      headerBytes = writer.lengthBytes();
      chunkBytes = append(writer, 0).lengthBytes();
    }
  }

  private static ChunkEntry append(SegmentWriter writer, int chunk) throws IOException {
    for (int i = 0; i < 5; i++) {
      writer.append(5 * chunk + i, 0.5);
    }
    return writer.endChunk(5L * chunk, 1);
  }

  @Test
  void fullDiskLeavesTheForcedChunksReadable() throws IOException {
    for (long room = headerBytes; room < headerBytes + 3 * chunkBytes; room += 5) {
      Path file = directory.resolve("full" + room);
      long fits = room;
      List<ChunkEntry> forced = new ArrayList<>();
      try (SegmentWriter writer =
          SegmentWriter.create(file, SCHEMA, (f, o) -> FailingChannel.open(f, fits, o))) {
        IOException e = assertThrows(IOException.class, () -> fill(writer, forced));
        assertEquals(file + ": No space left on device", e.getMessage());
        assertStaysBroken(writer);
      }
      assertEquals(forced, Segments.scan(file));
      assertEquals((room - headerBytes) / chunkBytes, forced.size());
      if (!forced.isEmpty()) {
        int last = 5 * forced.size() - 1;
        assertEquals(last, Segments.read(file, last + 1).get(last).features());
      }
    }
  }

  private static void fill(SegmentWriter writer, List<ChunkEntry> forced) throws IOException {
    while (true) {
      ChunkEntry chunk = append(writer, forced.size());
      writer.force();
      forced.add(chunk);
    }
  }

  private static void assertStaysBroken(SegmentWriter writer) {
    IOException again = assertThrows(IOException.class, writer::force);
    assertTrue(again.getMessage().contains("earlier failure"), again.getMessage());
    assertThrows(IOException.class, () -> append(writer, 9));
  }

  @Test
  void failedForceIsNotTakenForDurableLater() throws IOException {
    Path file = directory.resolve("io");
    List<FailingChannel> channels = new ArrayList<>();
    SegmentOutput.Opener opener =
        (f, o) -> {
          channels.add(FailingChannel.open(f, Long.MAX_VALUE, o));
          return channels.get(0);
        };
    try (SegmentWriter writer = SegmentWriter.create(file, SCHEMA, opener)) {
      append(writer, 0);
      channels.get(0).failForces();
      assertEquals(
          file + ": Input/output error",
          assertThrows(IOException.class, writer::force).getMessage());
      assertStaysBroken(writer);
    }
  }

  /** Linux tells of a failed write-back once: the second force after it succeeds. */
  @Test
  void forceBesideAFailingOneFailsToo() throws Exception {
    List<FailingChannel> channels = new ArrayList<>();
    SegmentOutput.Opener opener =
        (f, o) -> {
          channels.add(FailingChannel.open(f, Long.MAX_VALUE, o));
          return channels.get(0);
        };
    try (SegmentWriter writer = SegmentWriter.create(directory.resolve("both"), SCHEMA, opener)) {
      append(writer, 0);
      FutureTask<Long> second = new FutureTask<>(writer::force);
      channels.get(0).failNextForceDuring(() -> awaitEndOrLock(new Thread(second)));
      assertThrows(IOException.class, writer::force);
      assertThrows(ExecutionException.class, second::get);
    }
  }

  private static void awaitEndOrLock(Thread thread) {
    thread.start();
    while (thread.isAlive() && thread.getState() != Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
  }

  @Test
  void bytesWrittenBeforeAnInterruptAreNotWrittenOver() throws IOException {
    Path file = directory.resolve("interrupted");
    List<FailingChannel> channels = new ArrayList<>();
    SegmentOutput.Opener opener =
        (f, o) -> {
          channels.add(FailingChannel.open(f, Long.MAX_VALUE, o));
          return channels.get(channels.size() - 1);
        };
    List<ChunkEntry> chunks = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, SCHEMA, opener)) {
      for (int i = 0; i < 20; i++) {
        chunks.add(append(writer, i));
        channels.get(channels.size() - 1).interruptAfter(1 + 30 * i);
        writer.force();
      }
    }
    assertEquals(21, channels.size());
    assertEquals(chunks, Segments.scan(file));
    assertEquals(99, Segments.read(file, 100).get(99).features());
  }

  @Test
  void fileWhoseSchemaDoesNotFitOnTheDiskIsRemoved() {
    Path file = directory.resolve("nothing");
    assertThrows(
        IOException.class,
        () -> SegmentWriter.create(file, SCHEMA, (f, o) -> FailingChannel.open(f, 100, o)));
    assertFalse(Files.exists(file));
  }
}

package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.read.StoredTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTailTest {

  private static final SegmentSchema SCHEMA =
      Segments.schema(StoredTypes.type("shorts"), StoredTypes.type("shorts"));

  @TempDir Path directory;
  private Path file;
  private byte[] bytes;
  private List<ChunkEntry> chunks;

  @BeforeEach
  void writeSegment() throws IOException {
    write(0, 4, 8);
  }

  /** Chunks of four samples, with these first indexes. */
  private void write(long... firstIndexes) throws IOException {
    file = directory.resolve("segment" + firstIndexes[firstIndexes.length - 1]);
    chunks = new ArrayList<>();
    try (SegmentWriter writer = SegmentWriter.create(file, SCHEMA)) {
      for (long first : firstIndexes) {
        for (int i = 0; i < 4; i++) {
          writer.append(new short[] {(short) i}, new short[0]);
        }
        chunks.add(writer.endChunk(first, 7));
      }
      writer.force();
    }
    bytes = Files.readAllBytes(file);
  }

  private SegmentTail read(long recordedBytes) throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      return SegmentTail.read(segment, recordedBytes, Files.size(file));
    }
  }

  @Test
  void tailIsAllChunksWhereNothingIsRecorded() throws IOException {
    SegmentTail tail = read(0);
    assertEquals(chunks, tail.chunks());
    assertEquals(chunks, tail.run());
    assertEquals(chunks.get(0).offsetBytes(), tail.fromBytes());
    assertEquals(bytes.length, tail.endBytes());
    assertFalse(tail.isTorn());
    assertSame(tail, tail.undamaged());
  }

  @Test
  void tailBeginsBehindTheRecordedPart() throws IOException {
    SegmentTail tail = read(chunks.get(0).endBytes());
    assertEquals(chunks.subList(1, 3), tail.chunks());
    assertEquals(bytes.length - chunks.get(0).endBytes(), tail.bytes());
    assertEquals(List.of(), read(bytes.length).chunks());
  }

  @Test
  void fileThatEndsInItsRecordedPartHasNoTail() throws IOException {
    SegmentTail tail = read(bytes.length + 8L);
    assertEquals(List.of(), tail.chunks());
    assertEquals(List.of(), tail.run());
    assertEquals(0, tail.bytes());
    assertFalse(tail.isTorn());
  }

  @Test
  void tornChunkAndZerosAreCutBehindTheLastWholeChunk() throws IOException {
    for (int length : new int[] {bytes.length - 1, bytes.length + 64}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      SegmentTail tail = read(0);
      int whole = length < bytes.length ? 2 : 3;
      assertEquals(chunks.subList(0, whole), tail.chunks());
      assertEquals(chunks.get(whole - 1).endBytes(), tail.endBytes());
      assertTrue(tail.isTorn());
      assertSame(tail, tail.undamaged());
    }
  }

  @Test
  void damageIsNoTornChunk() throws IOException {
    bytes[(int) chunks.get(1).endBytes() - 64] ^= 1;
    Files.write(file, bytes);
    SegmentTail tail = read(0);
    assertEquals(chunks.subList(0, 1), tail.chunks());
    assertEquals(chunks.get(0).endBytes(), tail.endBytes());
    assertFalse(tail.isTorn());
    assertThrows(CorruptSegmentException.class, tail::undamaged);
  }

  @Test
  void runEndsBeforeAGapOrAStepBack() throws IOException {
    for (long[] firstIndexes : new long[][] {{0, 4, 12}, {0, 4, 4}}) {
      write(firstIndexes);
      assertEquals(chunks, read(0).chunks());
      assertEquals(chunks.subList(0, 2), read(0).run());
    }
  }
}

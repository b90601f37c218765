package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentSizeTest {
  private static final SegmentSchema SCHEMA =
      Segments.schema(new ColumnType.Int(64), new ColumnType.Utf8());

  @TempDir Path directory;

  private static List<Sample<Long, String>> samples(int count) {
    List<Sample<Long, String>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample<>((long) i, "label " + i));
    }
    return samples;
  }

  /** The file has a hole, so it takes no room on the disk. */
  @Test
  void chunksBehindTwoGigabytesAreRead() throws IOException {
    Path file = directory.resolve("far");
    List<ChunkEntry> chunks = Segments.write(file, SCHEMA, samples(3000), 100);
    int header = (int) chunks.get(0).offsetBytes();
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer body = ByteBuffer.wrap(bytes, header, bytes.length - header);
    // The chunks lie across the end of the third GiB, where the mapping changes.
    long begin = (3L << 30) - 50_000 / 8 * 8;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(body, begin);
    }
    long end = begin + bytes.length - header;
    try (SegmentFile segment = SegmentFile.open(file)) {
      ChunkScan scan = segment.scan(begin, end);
      long found = 0;
      for (Optional<ChunkEntry> c = scan.next(); c.isPresent(); c = scan.next()) {
        assertEquals(
            begin - header + chunks.get((int) found++).offsetBytes(), c.get().offsetBytes());
      }
      assertEquals(30, found);
      assertEquals(end, scan.endOffset());
      StoredSamples stored =
          StoredSamples.of(List.of(new Slice(segment, begin, end, 0, 3000)), true);
      long[] values = (long[]) stored.features().flat(RowOrder.stored(3000), long.class);
      String[] texts = stored.label().texts(RowOrder.stored(3000).shuffled(1));
      for (int i = 0; i < 3000; i++) {
        assertEquals(i, values[i]);
        assertEquals("label " + RowOrder.stored(3000).shuffled(1).row(i), texts[i]);
      }
    }
  }

  @Test
  void openSegmentSeesChunksThatAreAppendedLater() throws IOException {
    Path file = directory.resolve("growing");
    try (SegmentWriter writer = SegmentWriter.create(file, SCHEMA);
        SegmentFile segment = SegmentFile.open(file)) {
      for (int i = 0; i < 50; i++) {
        writer.append((long) i, "x".repeat(i));
        ChunkEntry chunk = writer.endChunk(i, 0);
        writer.force();
        Slice slice = new Slice(segment, segment.headerBytes(), chunk.endBytes(), 0, i + 1);
        StoredSamples stored = StoredSamples.of(List.of(slice), true);
        assertEquals((long) i, stored.features().read(long.class).get(i));
      }
    }
  }

  @Test
  void pendingBytesTellWhenToEndAChunk() throws IOException {
    try (SegmentWriter writer = SegmentWriter.create(directory.resolve("pending"), SCHEMA)) {
      long before = writer.pendingBytes();
      writer.append(1L, "x".repeat(1_000_000));
      assertTrue(writer.pendingBytes() - before >= 1_000_008);
      ChunkEntry chunk = writer.endChunk(0, 0);
      assertTrue(chunk.lengthBytes() >= 1_000_008);
      assertEquals(before, writer.pendingBytes());
    }
  }
}

package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentWriter;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowFileTest {
  private static final int ROWS = 70;
  private static final int ROW_BYTES = 1 << 20;

  @TempDir Path directory;

  /** Else a chunk that is nearly as large as one may be would not fit behind what is pending. */
  @Test
  void largeChunkBecomesSeveralBatches() throws IOException {
    Path stored = directory.resolve("segment");
    try (SegmentWriter writer =
        SegmentWriter.create(
            stored, Segments.schema(StoredTypes.type("bytes"), new ColumnType.Int(32)))) {
      for (int i = 0; i < ROWS; i++) {
        writer.append(new byte[ROW_BYTES], i);
      }
      writer.endChunk(0, 1);
    }
    Path file = directory.resolve("file");
    try (SegmentFile segment = SegmentFile.open(stored);
        OutputStream out = Files.newOutputStream(file)) {
      ArrowFile.write(Segments.open(segment, ROWS), RowOrder.stored(ROWS), out);
    }
    try (FileChannel channel = FileChannel.open(file);
        RootAllocator memory = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(channel, memory)) {
      for (ArrowBlock block : reader.getRecordBlocks()) {
        assertTrue(block.getBodyLength() < 33 * ROW_BYTES, block.getBodyLength() + " bytes");
      }
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertEquals(ROWS, rows);
    }
  }
}

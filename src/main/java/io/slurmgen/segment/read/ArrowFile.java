package io.slurmgen.segment.read;

import com.google.flatbuffers.FlatBufferBuilder;
import io.slurmgen.segment.ArrowMetadata;
import io.slurmgen.segment.ArrowSchema;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.column.BatchParts;
import io.slurmgen.segment.column.ByteStore;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnBuilder;
import io.slurmgen.segment.column.ColumnNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * One Arrow IPC file (also called Feather 2): what pandas, Polars and R open at random places. The
 * chunks of many segments become batches of up to 65,536 rows or about 32 MB.
 *
 * <pre>
 * "ARROW1", two NULs
 * schema message
 * record batch messages
 * FF FF FF FF 00 00 00 00
 * footer: flatbuffer with the schema again and the place of each batch
 * length of the footer, 4 bytes
 * "ARROW1"
 * </pre>
 */
public final class ArrowFile {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int BATCH_ROWS = 65_536;
  private static final long BATCH_BYTES = 32 << 20;

  private final OutputStream out;
  private final SegmentSchema schema;
  private final ColumnBuilder features;
  private final ColumnBuilder label;
  private final List<Batch> batches = new ArrayList<>();
  private long position;

  private ArrowFile(OutputStream out, SegmentSchema schema) {
    List<ColumnNode> columns = ColumnNode.columns(schema.features(), schema.label());
    this.out = out;
    this.schema = schema;
    this.features = ColumnBuilder.of(columns.get(0));
    this.label = ColumnBuilder.of(columns.get(1));
  }

  /**
   * Writes samples as an Arrow file with the columns {@code features} and {@code label}.
   *
   * @param samples where the samples are
   * @param rows which of them, in which order
   * @param out takes the file; it is not closed
   * @throws IOException if reading or writing fails
   */
  public static void write(StoredSamples samples, RowOrder rows, OutputStream out)
      throws IOException {
    ArrowFile file = new ArrowFile(out, samples.schema());
    file.put(MAGIC, MAGIC.length);
    file.pad();
    file.put(ArrowMetadata.schema(file.schema));
    samples.forEachRun(rows, file::append);
    file.endBatch();
    file.end();
  }

  private void append(Chunk chunk, int firstRow, int rows) throws IOException {
    int done = 0;
    while (done < rows) {
      int count = Math.min(rows - done, room(chunk));
      features.appendStored(chunk, firstRow + done, count);
      label.appendStored(chunk, firstRow + done, count);
      done += count;
      if (label.rows() == BATCH_ROWS || pendingBytes() > BATCH_BYTES) {
        endBatch();
      }
    }
  }

  private long pendingBytes() {
    return features.valueBytes() + label.valueBytes();
  }

  /**
   * How many rows of a chunk the batch is to take, at least one. Rows may differ in length, but
   * none is longer than its chunk.
   */
  private int room(Chunk chunk) throws IOException {
    long chunkBytes = chunk.layout().messageBytes();
    if (pendingBytes() + chunkBytes > ByteStore.MAX_BYTES) {
      endBatch();
    }
    long rowBytes = Math.max(1, chunkBytes / chunk.layout().rows());
    long fitting = (BATCH_BYTES - pendingBytes()) / rowBytes;
    return (int) Math.max(1, Math.min(fitting, BATCH_ROWS - label.rows()));
  }

  private void endBatch() throws IOException {
    if (label.rows() == 0) {
      return;
    }
    BatchParts parts = new BatchParts();
    features.addTo(parts);
    label.addTo(parts);
    byte[] head = ArrowMetadata.batch(label.rows(), parts);
    batches.add(new Batch(position, head.length, parts.bodyBytes()));
    put(head, head.length);
    for (int i = 0; i < parts.buffers(); i++) {
      put(parts.bytes(i), parts.length(i));
      pad();
    }
    features.truncate(0);
    label.truncate(0);
  }

  private void end() throws IOException {
    ByteStore tail = new ByteStore();
    tail.putInt(-1);
    tail.putInt(0);
    byte[] footer = footer();
    tail.putBytes(footer);
    tail.putInt(footer.length);
    tail.putBytes(MAGIC);
    put(tail.array(), tail.size());
  }

  private byte[] footer() {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    int schemaOffset = ArrowSchema.write(builder, schema);
    Footer.startDictionariesVector(builder, 0);
    int dictionaries = builder.endVector();
    Footer.startRecordBatchesVector(builder, batches.size());
    for (int i = batches.size() - 1; i >= 0; i--) {
      Batch batch = batches.get(i);
      Block.createBlock(builder, batch.offset(), batch.headBytes(), batch.bodyBytes());
    }
    int blocks = builder.endVector();
    builder.finish(
        Footer.createFooter(builder, MetadataVersion.V5, schemaOffset, dictionaries, blocks, 0));
    return builder.sizedByteArray();
  }

  private void put(byte[] bytes) throws IOException {
    put(bytes, bytes.length);
  }

  private void put(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    position += length;
  }

  /** Everything begins at a multiple of eight. */
  private void pad() throws IOException {
    put(BatchParts.PADDING, (int) (BatchParts.padded(position) - position));
  }

  private record Batch(long offset, int headBytes, long bodyBytes) {}
}

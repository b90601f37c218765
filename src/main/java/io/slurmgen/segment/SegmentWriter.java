package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchParts;
import io.slurmgen.segment.column.ColumnBuilder;
import io.slurmgen.segment.column.ColumnNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Appends chunks of samples to a new segment file.
 *
 * <p>One thread appends; any thread may {@link #force} meanwhile. What {@link #endChunk} returns is
 * staged, and durable only when a later {@code force} has returned a position at or behind its end:
 * only then may it be recorded elsewhere. A crash leaves whole chunks and perhaps a part of the
 * next one, which readers ignore. After a failed write or force the writer refuses everything but
 * {@link #close}; what was forced before stays readable. Samples appended since the last {@code
 * endChunk} are dropped by {@code close}. There is no end marker, so an unfinished segment reads
 * like a finished one. A chunk is limited to 999,999,999 bytes.
 */
public final class SegmentWriter implements Closeable {
  private final SegmentOutput output;
  private final ColumnBuilder features;
  private final ColumnBuilder label;
  private final int headBytes;
  private BatchParts parts = new BatchParts();
  private BatchParts previousParts = new BatchParts();
  private byte[] head;
  private int headRows;

  private final SegmentSchema schema;

  private SegmentWriter(SegmentOutput output, SegmentSchema schema) {
    List<ColumnNode> columns = ColumnNode.columns(schema.features(), schema.label());
    this.output = output;
    this.schema = schema;
    this.features = ColumnBuilder.of(columns.get(0));
    this.label = ColumnBuilder.of(columns.get(1));
    this.headBytes = headBytes();
  }

  /**
   * Starts a segment: writes and forces its schema.
   *
   * @param file a file that does not exist yet, in a directory that does
   * @param schema the columns' types and the segment's metadata
   * @return a writer, to be closed by the caller
   * @throws IOException if the file exists, or cannot be written
   */
  public static SegmentWriter create(Path file, SegmentSchema schema) throws IOException {
    return create(file, schema, FileChannel::open);
  }

  static SegmentWriter create(Path file, SegmentSchema schema, SegmentOutput.Opener opener)
      throws IOException {
    SegmentOutput output = new SegmentOutput(file, opener);
    try {
      SegmentWriter writer = new SegmentWriter(output, schema);
      output.append(schemaMessage(schema, writer.headBytes), new BatchParts());
      output.forceCreation();
      return writer;
    } catch (IOException | RuntimeException e) {
      try {
        output.delete();
      } catch (IOException onDelete) {
        e.addSuppressed(onDelete);
      }
      throw e;
    }
  }

  private static byte[] schemaMessage(SegmentSchema schema, int headBytes) {
    byte[] message = ArrowMetadata.segmentSchema(schema);
    MessageTail.SCHEMA.put(message, message.length, MessageTail.FORMAT, SegmentFile.FORMAT);
    MessageTail.SCHEMA.put(message, message.length, MessageTail.CHUNK_HEAD, headBytes);
    CRC32C crc = new CRC32C();
    crc.update(message);
    MessageTail.SCHEMA.putCrc(message, message.length, (int) crc.getValue());
    return message;
  }

  /** The schema with which it was created. */
  public SegmentSchema schema() {
    return schema;
  }

  /** All chunks' heads have one length: only numbers of fixed width differ. */
  private int headBytes() {
    collect();
    return ArrowMetadata.chunkHeadBytes(parts);
  }

  private void collect() {
    parts.clear();
    features.addTo(parts);
    label.addTo(parts);
  }

  /**
   * Adds a sample to the pending chunk.
   *
   * @param featuresValue the features
   * @param labelValue the label
   * @throws SampleMismatchException if it does not fit the schema; the chunk is as before
   */
  public void append(Object featuresValue, Object labelValue) {
    int rows = label.rows();
    boolean done = false;
    try {
      features.append(featuresValue);
      label.append(labelValue);
      done = true;
    } finally {
      if (!done) {
        features.truncate(rows);
        label.truncate(rows);
      }
    }
  }

  /**
   * Samples appended since the last chunk.
   *
   * @return their number
   */
  public int pendingRows() {
    return label.rows();
  }

  /**
   * Memory that the pending samples take, about as much as they will in the file.
   *
   * @return bytes; a chunk should be ended long before 999,999,999
   */
  public long pendingBytes() {
    return features.valueBytes() + label.valueBytes();
  }

  /**
   * Ends the pending chunk and stages it for writing.
   *
   * @param firstIndex the index of its first sample
   * @param nanos how long its samples took to generate
   * @return where the chunk is, once it has been forced
   * @throws IllegalStateException if nothing is pending
   * @throws IOException if a write failed; the pending samples are not in the file
   */
  public ChunkEntry endChunk(long firstIndex, long nanos) throws IOException {
    int rows = pendingRows();
    if (rows == 0) {
      throw new IllegalStateException("no samples are pending");
    }
    collect();
    long length = headBytes + parts.bodyBytes();
    if (length > MessageTail.MAX_MESSAGE_BYTES) {
      throw new IOException("a chunk of " + length + " bytes: a smaller cacheEvery is needed");
    }
    int crc = prepareHead(rows, firstIndex, nanos, length);
    long offset = output.messagesEnd();
    output.append(head, parts);
    BatchParts swap = previousParts;
    previousParts = parts;
    parts = swap;
    features.truncate(0);
    label.truncate(0);
    return new ChunkEntry(firstIndex, rows, offset, length, crc, nanos);
  }

  private int prepareHead(int rows, long firstIndex, long nanos, long length) {
    if (head == null || rows != headRows || !parts.sameSizes(previousParts)) {
      head = ArrowMetadata.chunk(rows, parts);
      headRows = rows;
    }
    MessageTail.CHUNK.put(head, head.length, MessageTail.FIRST, firstIndex);
    MessageTail.CHUNK.put(head, head.length, MessageTail.NANOS, nanos);
    MessageTail.CHUNK.put(head, head.length, MessageTail.BYTES, length);
    MessageTail.CHUNK.clearCrc(head, head.length);
    CRC32C crc = new CRC32C();
    crc.update(head);
    parts.updateCrc(crc);
    MessageTail.CHUNK.putCrc(head, head.length, (int) crc.getValue());
    return (int) crc.getValue();
  }

  /**
   * Makes all ended chunks durable. May be called by another thread than the one that appends,
   * which is not held up.
   *
   * @return the position in the file up to which everything is durable
   * @throws IOException if the disk fails; the segment then takes no more chunks
   */
  public long force() throws IOException {
    return output.force();
  }

  /**
   * The segment's length with all ended chunks, forced or not.
   *
   * @return bytes
   */
  public long lengthBytes() {
    return output.messagesEnd();
  }

  /** Writes what is staged, without forcing it, and closes the file. */
  @Override
  public void close() throws IOException {
    output.close();
  }
}

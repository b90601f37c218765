package io.slurmgen.segment.column;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Where the parts of a record batch are, relative to the beginning of its message. Chunks with
 * equal heads share one layout, so it keeps the head (without its tail) for comparison.
 */
public final class BatchLayout {
  /** Bytes before the metadata: -1, and the length of the metadata. */
  public static final int PREFIX_BYTES = 8;

  private static final String BODY = "the body's length that the tail implies";

  private final int rows;
  private final int headBytes;
  private final int messageBytes;
  private final int[] nodeRows;
  private final boolean[] nodeNulls;
  private final int[] bufferAt;
  private final int[] bufferBytes;

  /** The head, with the first bytes of the tail's text where it fills a word with them. */
  private final long[] head;

  /**
   * Parses the metadata of a message that lies in the window as a whole.
   *
   * @param tailBytes how much of the end of the head differs from chunk to chunk
   * @throws RuntimeException of any kind if it is no record batch of these columns
   */
  public BatchLayout(
      Window window,
      int base,
      int headBytes,
      int tailBytes,
      int messageBytes,
      List<ColumnNode> columns) {
    Message message = message(window, base, headBytes);
    require(message.headerType() == MessageHeader.RecordBatch, "a record batch");
    require(message.bodyLength() == messageBytes - headBytes, BODY);
    RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
    require(batch.compression() == null, "no compression");
    this.headBytes = headBytes;
    this.messageBytes = messageBytes;
    rows = count(batch.length());
    ColumnNode last = columns.get(columns.size() - 1);
    require(batch.nodesLength() == last.endNode(), last.endNode() + " nodes");
    require(batch.buffersLength() == last.endBuffer(), last.endBuffer() + " buffers");
    nodeRows = new int[batch.nodesLength()];
    nodeNulls = new boolean[nodeRows.length];
    readNodes(batch);
    bufferAt = new int[batch.buffersLength()];
    bufferBytes = new int[bufferAt.length];
    readBuffers(batch);
    for (ColumnNode column : columns) {
      checkColumn(column, rows);
    }
    head = new long[(headBytes - tailBytes + Long.BYTES - 1) / Long.BYTES];
    for (int i = 0; i < head.length; i++) {
      head[i] = window.bytes().getLong(base + Long.BYTES * i);
    }
  }

  /** Checks that the body's length in a message's metadata agrees with the message's length. */
  public static void checkBodyLength(Window window, int base, int headBytes, long messageBytes) {
    require(message(window, base, headBytes).bodyLength() == messageBytes - headBytes, BODY);
  }

  private static Message message(Window window, int base, int headBytes) {
    int metadata = base + PREFIX_BYTES;
    return Message.getRootAsMessage(window.slice(metadata, headBytes - PREFIX_BYTES));
  }

  private void readNodes(RecordBatch batch) {
    FieldNode node = new FieldNode();
    for (int i = 0; i < nodeRows.length; i++) {
      batch.nodes(node, i);
      nodeRows[i] = count(node.length());
      nodeNulls[i] = count(node.nullCount()) > 0;
    }
  }

  private void readBuffers(RecordBatch batch) {
    Buffer buffer = new Buffer();
    long bodyBytes = messageBytes - headBytes;
    for (int i = 0; i < bufferAt.length; i++) {
      batch.buffers(buffer, i);
      long offset = buffer.offset();
      require(offset >= 0 && offset <= bodyBytes && offset % 8 == 0, "a buffer in the body");
      require(buffer.length() >= 0 && buffer.length() <= bodyBytes - offset, "a buffer's end");
      bufferAt[i] = (int) (headBytes + offset);
      bufferBytes[i] = (int) buffer.length();
    }
  }

  private static int count(long value) {
    require(value >= 0 && value <= Integer.MAX_VALUE - 8, "a sensible count");
    return (int) value;
  }

  private void checkColumn(ColumnNode column, long expectedRows) {
    require(nodeRows[column.node()] == expectedRows, "rows of " + column.path());
    if (nodeNulls[column.node()]) {
      checkBuffer(column.validity(), (expectedRows + 7) / 8);
    }
    if (column.type() instanceof ColumnType.Struct) {
      column.children().forEach(c -> checkColumn(c, expectedRows));
    } else if (column.type() instanceof ColumnType.FixedList list) {
      checkColumn(column.child(), expectedRows * list.length());
    } else if (column.type() instanceof ColumnType.ListOf) {
      checkBuffer(column.values(), offsetBytes(expectedRows));
      checkColumn(column.child(), nodeRows[column.child().node()]);
    } else if (column.isText()) {
      checkBuffer(column.values(), offsetBytes(expectedRows));
    } else {
      checkBuffer(column.values(), Primitive.of(column.type()).bytes(expectedRows));
    }
  }

  /** Other writers leave the offsets out where there are no rows. */
  private static long offsetBytes(long rows) {
    return rows == 0 ? 0 : Integer.BYTES * (rows + 1);
  }

  private void checkBuffer(int buffer, long bytes) {
    require(bufferBytes[buffer] >= bytes, "a buffer of " + bytes + " bytes");
  }

  private static void require(boolean condition, String expected) {
    if (!condition) {
      throw new IllegalArgumentException("not " + expected);
    }
  }

  /** Whether the message there has the same head, apart from the tail. */
  public boolean sameHead(Window window, int base) {
    ByteBuffer bytes = window.bytes();
    long different = 0;
    for (int i = 0; i < head.length; i++) {
      different |= head[i] ^ bytes.getLong(base + Long.BYTES * i);
    }
    return different == 0;
  }

  public int rows() {
    return rows;
  }

  public int headBytes() {
    return headBytes;
  }

  public int messageBytes() {
    return messageBytes;
  }

  public int rows(ColumnNode column) {
    return nodeRows[column.node()];
  }

  boolean hasNulls(ColumnNode column) {
    return nodeNulls[column.node()];
  }

  int bufferAt(int buffer) {
    return bufferAt[buffer];
  }

  int bufferBytes(int buffer) {
    return bufferBytes[buffer];
  }
}

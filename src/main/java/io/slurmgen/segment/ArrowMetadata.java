package io.slurmgen.segment;

import com.google.flatbuffers.FlatBufferBuilder;
import io.slurmgen.segment.column.BatchParts;
import io.slurmgen.segment.column.ByteStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Map.Entry;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * The head (prefix and metadata) of Arrow messages. A flatbuffer is built from its end, so the
 * tail, created first, ends the metadata; its size is a multiple of eight without padding.
 */
public final class ArrowMetadata {
  static final String CHUNK_KEY = "slurm_gen.chunk";
  static final String SEGMENT_KEY = "slurm_gen.segment";

  private ArrowMetadata() {}

  /** The length of the head of every chunk with such nodes and buffers: zero takes less room. */
  static int chunkHeadBytes(BatchParts parts) {
    return chunk(1, parts, Long.BYTES).length;
  }

  /** The head of a chunk's message with a blank tail. */
  static byte[] chunk(int rows, BatchParts parts) {
    return chunk(rows, parts, parts.bodyBytes());
  }

  private static byte[] chunk(int rows, BatchParts parts, long bodyBytes) {
    FlatBufferBuilder builder = new FlatBufferBuilder(512);
    int custom = tail(builder, MessageTail.CHUNK, CHUNK_KEY);
    int batch = recordBatch(builder, rows, parts);
    return head(builder, MessageHeader.RecordBatch, batch, bodyBytes, custom);
  }

  /** The head of a record batch that carries nothing of ours, for other Arrow files. */
  public static byte[] batch(int rows, BatchParts parts) {
    FlatBufferBuilder builder = new FlatBufferBuilder(512);
    int batch = recordBatch(builder, rows, parts);
    return head(builder, MessageHeader.RecordBatch, batch, parts.bodyBytes(), 0);
  }

  /** The whole schema message of a segment, with a blank tail. */
  static byte[] segmentSchema(SegmentSchema schema) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    int custom = tail(builder, MessageTail.SCHEMA, SEGMENT_KEY);
    int offset = ArrowSchema.write(builder, schema);
    return head(builder, MessageHeader.Schema, offset, 0, custom);
  }

  /** The whole schema message of another Arrow file. */
  public static byte[] schema(SegmentSchema schema) {
    FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    builder.prep(Long.BYTES, 0);
    int offset = ArrowSchema.write(builder, schema);
    return head(builder, MessageHeader.Schema, offset, 0, 0);
  }

  private static int tail(FlatBufferBuilder builder, MessageTail tail, String key) {
    builder.prep(Long.BYTES, 0); // makes the whole size a multiple of eight
    int value = builder.createString(tail.blank());
    int pair = KeyValue.createKeyValue(builder, builder.createString(key), value);
    return Message.createCustomMetadataVector(builder, new int[] {pair});
  }

  static int[] keyValues(FlatBufferBuilder builder, Map<String, String> pairs) {
    int[] offsets = new int[pairs.size()];
    int i = 0;
    for (Entry<String, String> pair : pairs.entrySet()) {
      int key = builder.createString(pair.getKey());
      offsets[i++] = KeyValue.createKeyValue(builder, key, builder.createString(pair.getValue()));
    }
    return offsets;
  }

  private static int recordBatch(FlatBufferBuilder builder, int rows, BatchParts parts) {
    RecordBatch.startBuffersVector(builder, parts.buffers());
    long offset = parts.bodyBytes();
    for (int i = parts.buffers() - 1; i >= 0; i--) {
      offset -= BatchParts.padded(parts.length(i));
      Buffer.createBuffer(builder, offset, parts.length(i));
    }
    int buffers = builder.endVector();
    RecordBatch.startNodesVector(builder, parts.nodes());
    for (int i = parts.nodes() - 1; i >= 0; i--) {
      FieldNode.createFieldNode(builder, parts.nodeRows(i), parts.nodeNulls(i));
    }
    int nodes = builder.endVector();
    return RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
  }

  private static byte[] head(
      FlatBufferBuilder builder, byte type, int header, long bodyBytes, int custom) {
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, type, header, bodyBytes, custom));
    byte[] metadata = builder.sizedByteArray();
    ByteStore head = new ByteStore();
    head.putInt(-1);
    head.putInt(metadata.length);
    head.putBytes(metadata);
    return Arrays.copyOf(head.array(), head.size());
  }
}

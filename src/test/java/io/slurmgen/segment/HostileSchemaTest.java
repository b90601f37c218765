package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.flatbuffers.FlatBufferBuilder;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.junit.jupiter.api.Test;

/** Segments whose checksums are right, and whose schema was made to be read for ever. */
class HostileSchemaTest {

  private static final int HEAD_BYTES = 400;
  private static final String SHARED = "the same part in several places";

  private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);

  private static void refused(String why, byte[] segment) {
    CorruptSegmentException e =
        assertThrows(CorruptSegmentException.class, () -> open(segment).close());
    assertTrue(e.getMessage().startsWith("hostile is damaged at byte 0"), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private static SegmentFile open(byte[] segment) throws IOException {
    return SegmentFile.of(Path.of("hostile"), ByteBuffer.wrap(segment));
  }

  /** A segment without chunks. */
  private byte[] segment(int tail, int features, int label, int[] pairs, int chunkHead) {
    int custom = pairs.length == 0 ? 0 : Schema.createCustomMetadataVector(builder, pairs);
    int fields = Schema.createFieldsVector(builder, new int[] {features, label});
    int schema = Schema.createSchema(builder, Endianness.Little, fields, custom, 0);
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, schema, 0, tail));
    byte[] metadata = builder.sizedByteArray();
    byte[] segment = new byte[8 + metadata.length];
    ByteBuffer.wrap(segment)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(-1)
        .putInt(metadata.length)
        .put(metadata);
    MessageTail.SCHEMA.put(segment, segment.length, MessageTail.FORMAT, SegmentFile.FORMAT);
    MessageTail.SCHEMA.put(segment, segment.length, MessageTail.CHUNK_HEAD, chunkHead);
    Window window = new Window(ByteBuffer.wrap(segment));
    MessageTail.SCHEMA.putCrc(
        segment,
        segment.length,
        MessageTail.SCHEMA.computeCrc(window, 0, segment.length, segment.length));
    return segment;
  }

  /** The tail comes first, as a flatbuffer is built from its end. */
  private int tail() {
    builder.prep(Long.BYTES, 0);
    int value = builder.createString(MessageTail.SCHEMA.blank());
    int pair =
        KeyValue.createKeyValue(builder, builder.createString(ArrowMetadata.SEGMENT_KEY), value);
    return Message.createCustomMetadataVector(builder, new int[] {pair});
  }

  private int text(String name) {
    int nameAt = builder.createString(name);
    Utf8.startUtf8(builder);
    int type = Utf8.endUtf8(builder);
    return Field.createField(builder, nameAt, false, Type.Utf8, type, 0, 0, 0);
  }

  private int struct(String name, int... children) {
    int nameAt = builder.createString(name);
    int childrenAt = Field.createChildrenVector(builder, children);
    Struct_.startStruct_(builder);
    int type = Struct_.endStruct_(builder);
    return Field.createField(builder, nameAt, false, Type.Struct_, type, 0, childrenAt, 0);
  }

  @Test
  void schemaThatIsNotHostileIsRead() throws IOException {
    int tail = tail();
    byte[] segment = segment(tail, text("features"), text("label"), new int[0], HEAD_BYTES);
    open(segment).close();
  }

  @Test
  void fieldWithTheSameChildrenOverAndOverIsRefused() {
    int tail = tail();
    int field = text("x");
    for (int i = 0; i < 40; i++) {
      field = struct("x", field, field);
    }
    refused(
        SHARED, segment(tail, struct("features", field), text("label"), new int[0], HEAD_BYTES));
  }

  @Test
  void fieldInItselfIsRefused() {
    int tail = tail();
    byte[] segment =
        segment(
            tail,
            struct("features", struct("x", text("x"))),
            text("label"),
            new int[0],
            HEAD_BYTES);
    Schema schema =
        (Schema)
            Message.getRootAsMessage(
                    ByteBuffer.wrap(segment, 8, segment.length - 8)
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN))
                .header(new Schema());
    Field outer = schema.fields(0);
    Field inner = outer.children(0);
    ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
    int slot = childSlot(inner);
    bytes.putInt(8 + slot, childTable(outer) - slot);
    Window window = new Window(ByteBuffer.wrap(segment));
    MessageTail.SCHEMA.clearCrc(segment, segment.length);
    MessageTail.SCHEMA.putCrc(
        segment,
        segment.length,
        MessageTail.SCHEMA.computeCrc(window, 0, segment.length, segment.length));
    refused(SHARED, segment);
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackIsFull() {
    int tail = tail();
    int field = text("x");
    for (int i = 0; i < 20_000; i++) {
      field = struct("x", field);
    }
    refused(
        "fields in each other",
        segment(tail, struct("features", field), text("label"), new int[0], HEAD_BYTES));
  }

  /** Where the offset of a field's first child stands. */
  private static int childSlot(Field field) {
    ByteBuffer bytes = field.getByteBuffer();
    for (int at = bytes.capacity() - 4; at >= 0; at -= 4) {
      // A vector of one element whose offset leads to the child's table.
      if (bytes.getInt(at) == 1
          && at + 8 <= bytes.capacity()
          && at + 4 + bytes.getInt(at + 4) == table(field.children(0))) {
        return at + 4;
      }
    }
    throw new AssertionError("no vector");
  }

  private static int childTable(Field field) {
    return table(field.children(0));
  }

  /** The place of a table, told by its name's place, which tables do not share. */
  private static int table(Field field) {
    ByteBuffer bytes = field.getByteBuffer();
    for (int at = 0; at + 4 <= bytes.capacity(); at += 4) {
      Field candidate = new Field();
      try {
        candidate.__assign(at, bytes);
        if (field.nameAsByteBuffer().equals(candidate.nameAsByteBuffer())
            && field.nameAsByteBuffer().position() == candidate.nameAsByteBuffer().position()
            && field.childrenLength() == candidate.childrenLength()) {
          return at;
        }
      } catch (RuntimeException noTable) {
        continue;
      }
    }
    throw new AssertionError("no table");
  }

  @Test
  void textThatIsReadOverAndOverIsRefused() {
    int tail = tail();
    int text = builder.createString("x".repeat(10_000));
    int[] pairs = new int[1_000];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = KeyValue.createKeyValue(builder, text, text);
    }
    refused(SHARED, segment(tail, text("features"), text("label"), pairs, HEAD_BYTES));
  }

  @Test
  void headOfChunksWithoutRoomForItsTailIsRefused() {
    for (int head : List.of(0, 8, 80, 404)) {
      HostileSchemaTest fresh = new HostileSchemaTest();
      int tail = fresh.tail();
      refused(
          "room for a chunk's head",
          fresh.segment(tail, fresh.text("features"), fresh.text("label"), new int[0], head));
    }
  }
}

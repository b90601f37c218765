package io.slurmgen.segment;

import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Window;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.Schema;

/**
 * The schema message that begins a segment.
 *
 * @param schema what it says
 * @param bytes its length
 * @param chunkHeadBytes bytes of prefix and metadata of every chunk that follows
 */
record SegmentHeader(SegmentSchema schema, int bytes, int chunkHeadBytes) {

  /** Checks the bytes before it parses them. */
  static SegmentHeader read(Path path, Window window) throws IOException {
    int end = end(path, window);
    MessageTail tail = MessageTail.SCHEMA;
    if (!tail.matches(window.bytes(), end)) {
      throw corrupt(path, "metadata that ends with " + tail.blank(), "other bytes");
    }
    long written = tail.getCrc(window.bytes(), end);
    int crc = tail.computeCrc(window, 0, end, end);
    if (written != Integer.toUnsignedLong(crc)) {
      throw corrupt(path, "CRC32C %08x".formatted(written), "%08x".formatted(crc));
    }
    long format = tail.get(window.bytes(), end, MessageTail.FORMAT);
    if (format != SegmentFile.FORMAT) {
      throw new NewerSegmentException(path, (int) format, SegmentFile.FORMAT);
    }
    int chunkHead = (int) tail.get(window.bytes(), end, MessageTail.CHUNK_HEAD);
    if (chunkHead % 8 != 0 || chunkHead < BatchLayout.PREFIX_BYTES + MessageTail.CHUNK.length()) {
      throw corrupt(path, "room for a chunk's head", chunkHead + " bytes");
    }
    return new SegmentHeader(schema(path, window, end), end, chunkHead);
  }

  private static int end(Path path, Window window) throws CorruptSegmentException {
    int shortest = BatchLayout.PREFIX_BYTES + MessageTail.SCHEMA.length();
    if (window.size() < shortest) {
      throw corrupt(path, "a schema", "a file of " + window.size() + " bytes");
    }
    int length = window.bytes().getInt(Integer.BYTES);
    if (window.bytes().getInt(0) != -1
        || length < MessageTail.SCHEMA.length()
        || length > window.size() - BatchLayout.PREFIX_BYTES) {
      throw corrupt(
          path,
          "the prefix of a schema message",
          "%016x in a file of %d bytes".formatted(window.bytes().getLong(0), window.size()));
    }
    return BatchLayout.PREFIX_BYTES + length;
  }

  private static SegmentSchema schema(Path path, Window window, int end)
      throws CorruptSegmentException {
    try {
      Message message =
          Message.getRootAsMessage(
              window.slice(BatchLayout.PREFIX_BYTES, end - BatchLayout.PREFIX_BYTES));
      if (message.headerType() != MessageHeader.Schema) {
        throw new IllegalArgumentException("message type " + message.headerType());
      }
      return SchemaReader.read((Schema) message.header(new Schema()));
    } catch (RuntimeException e) {
      throw new CorruptSegmentException(path, 0, "a schema of two columns", e);
    }
  }

  private static CorruptSegmentException corrupt(Path path, String expected, String actual) {
    return new CorruptSegmentException(path, 0, expected, actual);
  }
}

package io.slurmgen.segment.column;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Strings, enum constants or JSON: offsets and UTF-8 bytes. */
final class TextBuilder extends ColumnBuilder {
  private final Map<String, byte[]> names = new HashMap<>();
  private final ByteStore offsets = new ByteStore();
  private final ByteStore text = new ByteStore();

  TextBuilder(ColumnNode column) {
    super(column);
    if (column.type() instanceof ColumnType.EnumText e) {
      e.names().forEach(name -> names.put(name, name.getBytes(StandardCharsets.UTF_8)));
    }
    offsets.putInt(0);
  }

  @Override
  void put(Object value) {
    text.putBytes(encode(value));
    offsets.putInt(text.size());
  }

  private byte[] encode(Object value) {
    if (column().type() instanceof ColumnType.JsonText) {
      return json(value);
    } else if (column().type() instanceof ColumnType.EnumText) {
      return name(value);
    } else if (value instanceof String || value instanceof Character) {
      String string = value.toString();
      checkSurrogates(string);
      return string.getBytes(StandardCharsets.UTF_8);
    }
    throw wrongType(value);
  }

  private byte[] name(Object value) {
    byte[] name = value instanceof Enum<?> constant ? names.get(constant.name()) : null;
    if (name == null) {
      throw wrongType(value);
    }
    return name;
  }

  private byte[] json(Object value) {
    try {
      return Json.MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      String reason = "Jackson cannot write this value as JSON: " + e.getOriginalMessage();
      throw new SampleMismatchException(column().path(), reason, e);
    }
  }

  /** UTF-8 has no half surrogate pairs; Java would silently store a question mark. */
  private void checkSurrogates(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        if (i + 1 == string.length()
            || !Character.isSurrogatePair(string.charAt(i), string.charAt(i + 1))) {
          throw mismatch("an unpaired surrogate at character " + i + ", which UTF-8 cannot hold");
        }
        i++;
      }
    }
  }

  @Override
  void putAbsent(int count) {
    for (int i = 0; i < count; i++) {
      offsets.putInt(text.size());
    }
  }

  @Override
  void putStored(Chunk chunk, int first, int count) throws CorruptSegmentException {
    int begin = chunk.begin(column(), first);
    int end = begin;
    int shift = text.size() - begin;
    for (int i = 0; i < count; i++) {
      end = chunk.end(column(), first + i);
      offsets.putInt(end + shift);
    }
    text.putBytes(chunk.window().bytes(), chunk.buffer(column().text()) + begin, end - begin);
  }

  @Override
  void truncateValues(int rows) {
    offsets.truncate(4 * (rows + 1));
    text.truncate(offsets.getInt(4 * rows));
  }

  @Override
  void addValues(BatchParts parts) {
    parts.addBuffer(offsets);
    parts.addBuffer(text);
  }

  @Override
  public long valueBytes() {
    return (long) offsets.size() + text.size();
  }
}

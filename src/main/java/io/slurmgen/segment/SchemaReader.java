package io.slurmgen.segment;

import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/**
 * Arrow schemas as segment schemas. In a flatbuffer any part may refer to any other, so a hostile
 * one of some bytes could be read for ever: what is read is counted, and no schema of ours holds
 * more than its bytes.
 */
final class SchemaReader {

  /** A field takes more: a table, its name, and its place among its parent's children. */
  private static final int FIELD_BYTES = 16;

  /** No record that a person has written is nested so deep. */
  private static final int MOST_DEPTH = 100;

  private long unreadBytes;
  private int depth;

  private SchemaReader(long bytes) {
    unreadBytes = bytes;
  }

  /** Reads a schema; throws any runtime exception, or says why not, where it is not one of ours. */
  static SegmentSchema read(Schema schema) {
    return new SchemaReader(schema.getByteBuffer().capacity()).segmentSchema(schema);
  }

  private SegmentSchema segmentSchema(Schema schema) {
    require(schema.endianness() == Endianness.Little, "big-endian");
    require(schema.fieldsLength() == 2, "not two columns");
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      KeyValue pair = schema.customMetadata(i);
      metadata.put(text(pair.key()), text(pair.value()));
    }
    return new SegmentSchema(
        readColumn(schema.fields(0), ColumnNode.FEATURES),
        readColumn(schema.fields(1), ColumnNode.LABEL),
        metadata);
  }

  private ColumnType readColumn(Field field, String name) {
    require(name.equals(field.name()), "column " + field.name());
    return readType(field);
  }

  private ColumnType readType(Field field) {
    spend(FIELD_BYTES);
    depth++;
    require(depth <= MOST_DEPTH, "fields in each other");
    ColumnType type = readTypeInside(field);
    depth--;
    return type;
  }

  private ColumnType readTypeInside(Field field) {
    return switch (field.typeType()) {
      case Type.Bool -> Primitive.BOOL.columnType();
      case Type.Int -> readInt((Int) field.type(new Int()));
      case Type.FloatingPoint -> readFloat((FloatingPoint) field.type(new FloatingPoint()));
      case Type.Utf8 -> readText(field);
      case Type.List -> new ColumnType.ListOf(readType(field.children(0)));
      case Type.FixedSizeList ->
          new ColumnType.FixedList(
              readType(field.children(0)),
              ((FixedSizeList) field.type(new FixedSizeList())).listSize());
      case Type.Struct_ -> readStruct(field);
      default -> throw new IllegalArgumentException("Arrow type " + field.typeType());
    };
  }

  private static ColumnType readInt(Int type) {
    require(type.isSigned(), "unsigned");
    return Primitive.of(new ColumnType.Int(type.bitWidth())).columnType();
  }

  private static ColumnType readFloat(FloatingPoint type) {
    return switch (type.precision()) {
      case Precision.SINGLE -> Primitive.FLOAT32.columnType();
      case Precision.DOUBLE -> Primitive.FLOAT64.columnType();
      default -> throw new IllegalArgumentException("floating precision " + type.precision());
    };
  }

  private ColumnType readText(Field field) {
    Optional<String> names = metadata(field, ArrowSchema.ENUM_KEY);
    if (names.isPresent()) {
      return new ColumnType.EnumText(
          names.get().isEmpty() ? List.of() : List.of(names.get().split(",")));
    }
    return metadata(field, ArrowSchema.JSON_KEY).isPresent()
        ? new ColumnType.JsonText()
        : new ColumnType.Utf8();
  }

  private ColumnType readStruct(Field field) {
    List<ColumnType.Component> components = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      Field child = field.children(i);
      components.add(
          new ColumnType.Component(text(child.name()), readType(child), child.nullable()));
    }
    return new ColumnType.Struct(components);
  }

  private Optional<String> metadata(Field field, String key) {
    for (int i = 0; i < field.customMetadataLength(); i++) {
      KeyValue pair = field.customMetadata(i);
      if (key.equals(text(pair.key()))) {
        return Optional.of(text(pair.value()));
      }
    }
    return Optional.empty();
  }

  /** A text that takes as many bytes as it has characters, or more. */
  private String text(String read) {
    spend(read.length());
    return read;
  }

  private void spend(long bytes) {
    unreadBytes -= bytes;
    require(unreadBytes >= 0, "the same part in several places");
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new IllegalArgumentException(found);
    }
  }
}

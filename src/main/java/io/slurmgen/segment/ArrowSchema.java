package io.slurmgen.segment;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** Segment schemas as Arrow schemas, both ways. */
final class ArrowSchema {
  private static final String ENUM_KEY = "slurm_gen.enum";
  private static final String JSON_KEY = "slurm_gen.json";
  private static final String ITEM = "item";

  private ArrowSchema() {}

  static int write(FlatBufferBuilder builder, SegmentSchema schema) {
    int metadata =
        Schema.createCustomMetadataVector(
            builder, ArrowMetadata.keyValues(builder, schema.metadata()));
    int features = writeField(builder, SegmentSchema.FEATURES, schema.features(), false);
    int label = writeField(builder, SegmentSchema.LABEL, schema.label(), false);
    int fields = Schema.createFieldsVector(builder, new int[] {features, label});
    return Schema.createSchema(builder, Endianness.Little, fields, metadata, 0);
  }

  private static int writeField(
      FlatBufferBuilder builder, String name, ColumnType type, boolean nullable) {
    int nameOffset = builder.createString(name);
    int children = Field.createChildrenVector(builder, writeChildren(builder, type));
    Map<String, String> pairs = fieldMetadata(type);
    int metadata =
        pairs.isEmpty()
            ? 0
            : Field.createCustomMetadataVector(builder, ArrowMetadata.keyValues(builder, pairs));
    int typeOffset = writeType(builder, type);
    return Field.createField(
        builder, nameOffset, nullable, typeId(type), typeOffset, 0, children, metadata);
  }

  private static int[] writeChildren(FlatBufferBuilder builder, ColumnType type) {
    if (type instanceof ColumnType.ListOf list) {
      return new int[] {writeField(builder, ITEM, list.element(), false)};
    } else if (type instanceof ColumnType.FixedList list) {
      return new int[] {writeField(builder, ITEM, list.element(), false)};
    } else if (type instanceof ColumnType.Struct struct) {
      return struct.components().stream()
          .mapToInt(c -> writeField(builder, c.name(), c.type(), c.nullable()))
          .toArray();
    }
    return new int[0];
  }

  private static Map<String, String> fieldMetadata(ColumnType type) {
    if (type instanceof ColumnType.EnumText e) {
      return Map.of(ENUM_KEY, String.join(",", e.names()));
    }
    return type instanceof ColumnType.JsonText ? Map.of(JSON_KEY, "1") : Map.of();
  }

  private static byte typeId(ColumnType type) {
    if (type instanceof ColumnType.Bool) {
      return Type.Bool;
    } else if (type instanceof ColumnType.Int) {
      return Type.Int;
    } else if (type instanceof ColumnType.Float) {
      return Type.FloatingPoint;
    } else if (type instanceof ColumnType.ListOf) {
      return Type.List;
    } else if (type instanceof ColumnType.FixedList) {
      return Type.FixedSizeList;
    }
    return type instanceof ColumnType.Struct ? Type.Struct_ : Type.Utf8;
  }

  private static int writeType(FlatBufferBuilder builder, ColumnType type) {
    if (type instanceof ColumnType.Bool) {
      return empty(builder, Bool::startBool);
    } else if (type instanceof ColumnType.Int number) {
      return Int.createInt(builder, number.bits(), true);
    } else if (type instanceof ColumnType.Float number) {
      return FloatingPoint.createFloatingPoint(
          builder, number.bits() == 32 ? Precision.SINGLE : Precision.DOUBLE);
    } else if (type instanceof ColumnType.ListOf) {
      return empty(builder, org.apache.arrow.flatbuf.List::startList);
    } else if (type instanceof ColumnType.FixedList list) {
      return FixedSizeList.createFixedSizeList(builder, list.length());
    } else if (type instanceof ColumnType.Struct) {
      return empty(builder, Struct_::startStruct_);
    }
    return empty(builder, Utf8::startUtf8);
  }

  private static int empty(FlatBufferBuilder builder, Consumer<FlatBufferBuilder> start) {
    start.accept(builder);
    return builder.endTable();
  }

  /** Reads a schema; throws any runtime exception, or says why not, where it is not one of ours. */
  static SegmentSchema read(Schema schema) {
    require(schema.endianness() == Endianness.Little, "big-endian");
    require(schema.fieldsLength() == 2, "not two columns");
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      KeyValue pair = schema.customMetadata(i);
      metadata.put(pair.key(), pair.value());
    }
    return new SegmentSchema(
        readColumn(schema.fields(0), SegmentSchema.FEATURES),
        readColumn(schema.fields(1), SegmentSchema.LABEL),
        metadata);
  }

  private static ColumnType readColumn(Field field, String name) {
    require(name.equals(field.name()), "column " + field.name());
    return readType(field);
  }

  private static ColumnType readType(Field field) {
    return switch (field.typeType()) {
      case Type.Bool -> new ColumnType.Bool();
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
    return new ColumnType.Int(type.bitWidth());
  }

  private static ColumnType readFloat(FloatingPoint type) {
    return switch (type.precision()) {
      case Precision.SINGLE -> new ColumnType.Float(32);
      case Precision.DOUBLE -> new ColumnType.Float(64);
      default -> throw new IllegalArgumentException("floating precision " + type.precision());
    };
  }

  private static ColumnType readText(Field field) {
    Optional<String> names = metadata(field, ENUM_KEY);
    if (names.isPresent()) {
      return new ColumnType.EnumText(
          names.get().isEmpty() ? List.of() : List.of(names.get().split(",")));
    }
    return metadata(field, JSON_KEY).isPresent()
        ? new ColumnType.JsonText()
        : new ColumnType.Utf8();
  }

  private static ColumnType readStruct(Field field) {
    List<ColumnType.Component> components = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      Field child = field.children(i);
      components.add(new ColumnType.Component(child.name(), readType(child), child.nullable()));
    }
    return new ColumnType.Struct(components);
  }

  private static Optional<String> metadata(Field field, String key) {
    for (int i = 0; i < field.customMetadataLength(); i++) {
      KeyValue pair = field.customMetadata(i);
      if (key.equals(pair.key())) {
        return Optional.of(pair.value());
      }
    }
    return Optional.empty();
  }

  private static void require(boolean condition, String found) {
    if (!condition) {
      throw new IllegalArgumentException(found);
    }
  }
}

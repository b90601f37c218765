package io.slurmgen.segment;

import com.google.flatbuffers.FlatBufferBuilder;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** Segment schemas as Arrow schemas; {@link SchemaReader} is the other way. */
public final class ArrowSchema {
  static final String ENUM_KEY = "slurm_gen.enum";
  static final String JSON_KEY = "slurm_gen.json";
  private static final String ITEM = "item";

  private ArrowSchema() {}

  public static int write(FlatBufferBuilder builder, SegmentSchema schema) {
    int metadata =
        Schema.createCustomMetadataVector(
            builder, ArrowMetadata.keyValues(builder, schema.metadata()));
    int features = writeField(builder, ColumnNode.FEATURES, schema.features(), false);
    int label = writeField(builder, ColumnNode.LABEL, schema.label(), false);
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
}

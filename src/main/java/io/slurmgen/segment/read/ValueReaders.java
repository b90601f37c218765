package io.slurmgen.segment.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.Primitive;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reader of a column as a Java type. {@code Object} gives each column's natural class: boxes,
 * String (also for enums), arrays, an ordered Map for records, and JsonNode for JSON.
 */
public final class ValueReaders {
  private ValueReaders() {}

  /**
   * @throws IllegalArgumentException if the column cannot be read as that type; says why
   */
  static ValueReader of(ColumnNode column, Type type) {
    if (column.type() instanceof ColumnType.JsonText) {
      return type == Object.class
          ? new JsonReader(column, JsonNode.class)
          : new JsonReader(column, type);
    } else if (column.type() instanceof ColumnType.Utf8) {
      if (type == char.class || type == Character.class) {
        return new CharacterReader(column);
      }
      check(column, type, String.class);
      return new StringReader(column);
    } else if (column.type() instanceof ColumnType.EnumText e) {
      return ofEnum(column, e, type);
    } else if (column.type() instanceof ColumnType.Struct) {
      return ofStruct(column, type);
    }
    return ofNumbers(column, type);
  }

  /** The reader of natural values, but with JSON kept as the text that it is. */
  static ValueReader verbatim(ColumnNode column) {
    if (column.type() instanceof ColumnType.JsonText) {
      return new RawJsonReader(column);
    } else if (column.type() instanceof ColumnType.Struct) {
      return new MapReader(column, column.children().stream().map(ValueReaders::verbatim).toList());
    }
    return of(column, Object.class);
  }

  private static ValueReader ofEnum(ColumnNode column, ColumnType.EnumText stored, Type type) {
    if (type instanceof Class<?> c && c.isEnum()) {
      Map<String, Object> constants = new HashMap<>();
      for (Object constant : c.getEnumConstants()) {
        constants.put(((Enum<?>) constant).name(), constant);
      }
      List<String> missing = new ArrayList<>(stored.names());
      missing.removeAll(constants.keySet());
      if (!missing.isEmpty()) {
        throw mismatch(column, type, "which has no " + String.join(", ", missing));
      }
      return new EnumReader(column, constants);
    }
    check(column, type, String.class);
    return new StringReader(column);
  }

  private static ValueReader ofStruct(ColumnNode column, Type type) {
    if (type instanceof Class<?> c && c.isRecord()) {
      return new RecordReader(column, c);
    }
    boolean map = type instanceof ParameterizedType p && p.getRawType() == Map.class;
    check(column, map ? Map.class : type, Map.class);
    return new MapReader(column, column.children().stream().map(c -> of(c, Object.class)).toList());
  }

  private static ValueReader ofNumbers(ColumnNode column, Type type) {
    Class<?> natural = naturalClass(column);
    if (natural.isArray()) {
      check(column, type, natural);
      return new ArrayReader(column, natural);
    }
    Primitive primitive = Primitive.of(column.type());
    check(column, type == primitive.javaType() ? natural : type, natural);
    return new NumberReader(column, primitive);
  }

  /** The class of a number, a boolean or an array of them. */
  static Class<?> naturalClass(ColumnNode column) {
    if (column.children().isEmpty()) {
      return Primitive.of(column.type()).box();
    }
    ColumnNode child = column.child();
    return child.children().isEmpty()
        ? Primitive.of(child.type()).arrayType()
        : naturalClass(child).arrayType();
  }

  private static void check(ColumnNode column, Type wanted, Class<?> natural) {
    if (!(wanted instanceof Class<?> c) || !c.isAssignableFrom(natural)) {
      throw mismatch(column, wanted, "use " + natural.getTypeName());
    }
  }

  static IllegalArgumentException mismatch(ColumnNode column, Type wanted, String reason) {
    return new IllegalArgumentException(
        "%s holds %s and cannot be read as %s: %s"
            .formatted(column.path(), column.type().describe(), wanted.getTypeName(), reason));
  }
}

package io.slurmgen.segment.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.RawValue;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Json;
import io.slurmgen.segment.column.Primitive;
import java.io.CharConversionException;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

  /** The reader of a text as it is stored. */
  static ValueReader text(ColumnNode column) {
    return new StringReader(column);
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

  /** Text as it is stored. */
  private static final class StringReader extends ValueReader {
    StringReader(ColumnNode column) {
      super(column);
    }

    @Override
    String readPresent(Chunk chunk, int row) throws IOException {
      return chunk.string(column(), row);
    }
  }

  /** Texts of one character as that character. */
  private static final class CharacterReader extends ValueReader {
    CharacterReader(ColumnNode column) {
      super(column);
    }

    @Override
    Character readPresent(Chunk chunk, int row) throws IOException {
      String text = chunk.string(column(), row);
      if (text.length() != 1) {
        throw mismatch(column(), char.class, "a sample has " + text.length() + " characters");
      }
      return text.charAt(0);
    }
  }

  /** Enum constants by their names. */
  private static final class EnumReader extends ValueReader {
    private final Map<String, Object> constants;

    EnumReader(ColumnNode column, Map<String, Object> constants) {
      super(column);
      this.constants = constants;
    }

    @Override
    Object readPresent(Chunk chunk, int row) throws IOException {
      String name = chunk.string(column(), row);
      Object constant = constants.get(name);
      if (constant == null) {
        throw new CorruptSegmentException(
            chunk.path(), chunk.offset(), "one of " + constants.keySet(), name);
      }
      return constant;
    }
  }

  /** Whatever Jackson makes of JSON text. */
  private static final class JsonReader extends ValueReader {
    private final Type type;
    private final ObjectReader reader;

    JsonReader(ColumnNode column, Type type) {
      super(column);
      this.type = type;
      this.reader = Json.MAPPER.readerFor(Json.MAPPER.constructType(type));
    }

    @Override
    Object readPresent(Chunk chunk, int row) throws IOException {
      try {
        return reader.readValue(chunk.text(column(), row));
      } catch (JsonProcessingException e) {
        throw mismatch(e.getOriginalMessage(), e);
      } catch (CharConversionException e) {
        throw mismatch(e.getMessage(), e);
      }
    }

    private IllegalArgumentException mismatch(String why, IOException cause) {
      IllegalArgumentException mismatch = ValueReaders.mismatch(column(), type, why);
      mismatch.initCause(cause);
      return mismatch;
    }
  }

  /** JSON text that Jackson will write as it is. */
  private static final class RawJsonReader extends ValueReader {
    RawJsonReader(ColumnNode column) {
      super(column);
    }

    @Override
    RawValue readPresent(Chunk chunk, int row) throws IOException {
      return new RawValue(chunk.string(column(), row));
    }
  }

  /** Records as maps from component names to values, in the record's order. */
  private static final class MapReader extends ValueReader {
    private final List<String> names;
    private final List<ValueReader> readers;

    MapReader(ColumnNode column, List<ValueReader> components) {
      super(column);
      names =
          ((ColumnType.Struct) column.type())
              .components().stream().map(ColumnType.Component::name).toList();
      readers = components;
    }

    @Override
    Map<String, Object> readPresent(Chunk chunk, int row) throws IOException {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), readers.get(i).read(chunk, row));
      }
      return Collections.unmodifiableMap(values);
    }
  }
}

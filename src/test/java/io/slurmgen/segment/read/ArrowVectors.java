package io.slurmgen.segment.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/** Values in arrow-vector's vectors, in the form of {@link StoredTypes#natural}. */
public final class ArrowVectors {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ArrowVectors() {}

  /** What a vector holds. */
  public static Object get(FieldVector vector, ColumnType type, int row) {
    return natural(vector.getObject(row), type);
  }

  private static Object natural(Object value, ColumnType type) {
    if (value == null) {
      return null;
    } else if (type instanceof ColumnType.JsonText) {
      try {
        return MAPPER.readTree(value.toString());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    } else if (type instanceof ColumnType.Utf8 || type instanceof ColumnType.EnumText) {
      return value.toString();
    } else if (type instanceof ColumnType.ListOf list) {
      return elements((List<?>) value, list.element());
    } else if (type instanceof ColumnType.FixedList list) {
      return elements((List<?>) value, list.element());
    } else if (type instanceof ColumnType.Struct struct) {
      Map<String, Object> components = new LinkedHashMap<>();
      for (ColumnType.Component c : struct.components()) {
        components.put(c.name(), natural(((Map<?, ?>) value).get(c.name()), c.type()));
      }
      return components;
    }
    return value;
  }

  private static List<Object> elements(List<?> values, ColumnType element) {
    List<Object> elements = new ArrayList<>();
    values.forEach(v -> elements.add(natural(v, element)));
    return elements;
  }

  /** Sets a value given in the form of {@link StoredTypes#natural}. */
  public static void set(FieldVector vector, int row, Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof StructVector struct) {
      struct.setIndexDefined(row);
      ((Map<?, ?>) value).forEach((name, c) -> set(struct.getChild((String) name), row, c));
    } else if (vector instanceof ListVector list) {
      int start = list.startNewValue(row);
      List<?> elements = (List<?>) value;
      for (int i = 0; i < elements.size(); i++) {
        set(list.getDataVector(), start + i, elements.get(i));
      }
      list.endValue(row, elements.size());
    } else if (vector instanceof FixedSizeListVector list) {
      int start = list.startNewValue(row);
      List<?> elements = (List<?>) value;
      for (int i = 0; i < elements.size(); i++) {
        set(list.getDataVector(), start + i, elements.get(i));
      }
    } else {
      setScalar(vector, row, value);
    }
  }

  private static void setScalar(FieldVector vector, int row, Object value) {
    if (vector instanceof BitVector v) {
      v.setSafe(row, (Boolean) value ? 1 : 0);
    } else if (vector instanceof TinyIntVector v) {
      v.setSafe(row, (Byte) value);
    } else if (vector instanceof SmallIntVector v) {
      v.setSafe(row, (Short) value);
    } else if (vector instanceof IntVector v) {
      v.setSafe(row, (Integer) value);
    } else if (vector instanceof BigIntVector v) {
      v.setSafe(row, (Long) value);
    } else if (vector instanceof Float4Vector v) {
      v.setSafe(row, (Float) value);
    } else if (vector instanceof Float8Vector v) {
      v.setSafe(row, (Double) value);
    } else {
      String text = value instanceof JsonNode node ? node.toString() : (String) value;
      ((VarCharVector) vector).setSafe(row, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}

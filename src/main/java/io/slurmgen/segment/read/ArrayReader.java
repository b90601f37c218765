package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.Primitive;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Optional;

/** Primitive arrays, and arrays of them. */
final class ArrayReader extends ValueReader {
  private final Class<?> element;
  private final Optional<Primitive> primitive;
  private final Optional<ArrayReader> rows;

  ArrayReader(ColumnNode column, Class<?> array) {
    super(column);
    element = array.componentType();
    primitive = element.isPrimitive() ? Primitive.ofClass(element) : Optional.empty();
    rows =
        element.isPrimitive()
            ? Optional.empty()
            : Optional.of(new ArrayReader(column.child(), element));
  }

  @Override
  Object readPresent(Chunk chunk, int row) throws IOException {
    if (column().type() instanceof ColumnType.FixedList fixed) {
      return elements(chunk, row * fixed.length(), fixed.length());
    }
    int begin = chunk.begin(column(), row);
    return elements(chunk, begin, chunk.end(column(), row) - begin);
  }

  private Object elements(Chunk chunk, int first, int count) throws IOException {
    Object array = Array.newInstance(element, count);
    if (primitive.isPresent()) {
      int base = chunk.buffer(column().child().values());
      primitive.get().getAll(chunk.window(), base, first, array, 0, count);
    } else {
      for (int i = 0; i < count; i++) {
        Array.set(array, i, rows.orElseThrow().readPresent(chunk, first + i));
      }
    }
    return array;
  }
}

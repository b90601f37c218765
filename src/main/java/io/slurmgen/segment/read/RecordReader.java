package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.RecordAccess;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;

/**
 * Records, made by their canonical constructor; components are matched by name. The constructor and
 * the readers of all its arguments are one method handle, so that primitives are not boxed.
 */
final class RecordReader extends ValueReader {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** {@code (Chunk, int row) -> Object}. */
  private final MethodHandle read;

  RecordReader(ColumnNode column, Class<?> type) {
    super(column);
    MethodHandle handle = RecordAccess.constructor(type);
    int arguments = 0;
    for (RecordComponent component : type.getRecordComponents()) {
      handle = MethodHandles.collectArguments(handle, arguments, argument(type, component));
      arguments += 2;
    }
    int[] order = new int[arguments];
    for (int i = 0; i < arguments; i++) {
      order[i] = i % 2;
    }
    MethodType both = MethodType.methodType(type, Chunk.class, int.class);
    read =
        MethodHandles.permuteArguments(handle, both, order)
            .asType(both.changeReturnType(Object.class));
  }

  private MethodHandle argument(Class<?> record, RecordComponent component) {
    ColumnNode stored =
        column().children().stream()
            .filter(c -> c.name().equals(component.getName()))
            .findFirst()
            .orElseThrow(
                () ->
                    ValueReaders.mismatch(
                        column(), record, "no component " + component.getName() + " is stored"));
    ValueReader reader = ValueReaders.of(stored, component.getGenericType());
    Class<?> wanted = component.getType();
    return wanted.isPrimitive()
        ? primitiveReader(reader, wanted)
        : objectReader(reader, "read", wanted);
  }

  private static MethodHandle primitiveReader(ValueReader reader, Class<?> wanted) {
    if (reader.column().nullable() || !(reader instanceof NumberReader)) {
      return objectReader(reader, "readNonNull", wanted);
    }
    String name = wanted.getName();
    String method = "read" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return bind(reader, method, wanted);
  }

  private static MethodHandle objectReader(ValueReader reader, String method, Class<?> wanted) {
    MethodHandle read = bind(reader, method, Object.class);
    return read.asType(read.type().changeReturnType(wanted));
  }

  private static MethodHandle bind(ValueReader reader, String method, Class<?> result) {
    try {
      return LOOKUP.bind(reader, method, MethodType.methodType(result, Chunk.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(method, e);
    }
  }

  @Override
  Object readPresent(Chunk chunk, int row) throws IOException {
    try {
      return (Object) read.invokeExact(chunk, row);
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the constructor of " + column().path() + " failed", e);
    }
  }
}

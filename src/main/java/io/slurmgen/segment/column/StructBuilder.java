package io.slurmgen.segment.column;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;

/** Records: one child column per component. */
final class StructBuilder extends ColumnBuilder {
  private final ColumnBuilder[] components;
  private Class<?> recordClass = Void.class;
  private MethodHandle[] accessors = {};

  StructBuilder(ColumnNode column) {
    super(column);
    components = column.children().stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
  }

  @Override
  void put(Object value) {
    if (value.getClass() != recordClass) {
      accessors = accessorsOf(value);
      recordClass = value.getClass();
    }
    for (int i = 0; i < components.length; i++) {
      components[i].append(component(value, i));
    }
  }

  private MethodHandle[] accessorsOf(Object value) {
    List<String> names =
        ((ColumnType.Struct) column().type())
            .components().stream().map(ColumnType.Component::name).toList();
    if (!RecordAccess.componentNames(value.getClass()).equals(names)) {
      throw wrongType(value);
    }
    return RecordAccess.accessors(value.getClass()).toArray(MethodHandle[]::new);
  }

  private Object component(Object value, int index) {
    try {
      return (Object) accessors[index].invokeExact(value);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      String name = components[index].column().path();
      throw new SampleMismatchException(name, "its accessor failed: " + e, e);
    }
  }

  @Override
  void putAbsent(int count) {
    for (ColumnBuilder component : components) {
      component.appendAbsent(count);
    }
  }

  @Override
  void putStored(Chunk chunk, int first, int count) throws CorruptSegmentException {
    for (ColumnBuilder component : components) {
      component.appendStored(chunk, first, count);
    }
  }

  @Override
  void truncateValues(int rows) {
    for (ColumnBuilder component : components) {
      component.truncate(rows);
    }
  }

  @Override
  void addValues(BatchParts parts) {
    for (ColumnBuilder component : components) {
      component.addTo(parts);
    }
  }

  @Override
  public long valueBytes() {
    return Arrays.stream(components).mapToLong(ColumnBuilder::valueBytes).sum();
  }
}

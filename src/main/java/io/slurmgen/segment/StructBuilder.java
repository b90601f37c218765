package io.slurmgen.segment;

import java.lang.invoke.MethodHandle;
import java.util.List;

/** Records: one child column per component. */
final class StructBuilder extends ColumnBuilder {
  private final List<ColumnBuilder> components;
  private Class<?> recordClass = Void.class;
  private List<MethodHandle> accessors = List.of();

  StructBuilder(ColumnNode column) {
    super(column);
    components = column.children().stream().map(ColumnBuilder::of).toList();
  }

  @Override
  void put(Object value) {
    if (value.getClass() != recordClass) {
      accessors = accessorsOf(value);
      recordClass = value.getClass();
    }
    for (int i = 0; i < components.size(); i++) {
      components.get(i).append(component(value, i));
    }
  }

  private List<MethodHandle> accessorsOf(Object value) {
    List<String> names =
        ((ColumnType.Struct) column().type())
            .components().stream().map(ColumnType.Component::name).toList();
    if (!RecordAccess.componentNames(value.getClass()).equals(names)) {
      throw wrongType(value);
    }
    return RecordAccess.accessors(value.getClass());
  }

  private Object component(Object value, int index) {
    try {
      return (Object) accessors.get(index).invokeExact(value);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      String name = components.get(index).column().path();
      throw new SampleMismatchException(name, "its accessor failed: " + e, e);
    }
  }

  @Override
  void putAbsent(int count) {
    components.forEach(c -> c.appendAbsent(count));
  }

  @Override
  void putStored(Chunk chunk, ColumnNode from, int first, int count)
      throws CorruptSegmentException {
    for (int i = 0; i < components.size(); i++) {
      components.get(i).appendStored(chunk, from.children().get(i), first, count);
    }
  }

  @Override
  void truncateValues(int rows) {
    components.forEach(c -> c.truncate(rows));
  }

  @Override
  void addValues(BatchParts parts) {
    components.forEach(c -> c.addTo(parts));
  }

  @Override
  long valueBytes() {
    return components.stream().mapToLong(ColumnBuilder::valueBytes).sum();
  }
}

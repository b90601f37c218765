package io.slurmgen.segment.column;

/** Numbers or booleans. */
final class PrimitiveBuilder extends ColumnBuilder {
  private final Primitive primitive;
  private final ByteStore values = new ByteStore();

  PrimitiveBuilder(ColumnNode column, Primitive primitive) {
    super(column);
    this.primitive = primitive;
  }

  @Override
  void put(Object value) {
    if (!primitive.put(values, rows(), value)) {
      throw wrongType(value);
    }
  }

  @Override
  int appendAll(Object array) {
    if (array.getClass() != primitive.arrayType()) {
      throw mismatch(primitive.javaName() + "[] expected, not " + array.getClass().getTypeName());
    }
    int count = primitive.length(array);
    primitive.putAll(values, rows(), array);
    grow(count);
    return count;
  }

  @Override
  void putAbsent(int count) {
    primitive.putZeros(values, rows(), count);
  }

  @Override
  void putStored(Chunk chunk, int first, int count) {
    int base = chunk.buffer(column().values());
    primitive.putStored(values, rows(), chunk.window(), base, first, count);
  }

  @Override
  void truncateValues(int rows) {
    primitive.truncate(values, rows);
  }

  @Override
  void addValues(BatchParts parts) {
    parts.addBuffer(values);
  }

  @Override
  public long valueBytes() {
    return values.size();
  }
}

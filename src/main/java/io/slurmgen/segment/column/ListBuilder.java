package io.slurmgen.segment.column;

/** Arrays of any length: offsets, and the elements of all rows one after another. */
final class ListBuilder extends ColumnBuilder {
  private final ColumnBuilder elements;
  private final ByteStore offsets = new ByteStore();

  ListBuilder(ColumnNode column) {
    super(column);
    elements = ColumnBuilder.of(column.child());
    offsets.putInt(0);
  }

  @Override
  void put(Object value) {
    elements.appendAll(value);
    offsets.putInt(elements.rows());
  }

  @Override
  void putAbsent(int count) {
    for (int i = 0; i < count; i++) {
      offsets.putInt(elements.rows());
    }
  }

  @Override
  void putStored(Chunk chunk, int first, int count) throws CorruptSegmentException {
    int begin = chunk.begin(column(), first);
    int end = begin;
    int shift = elements.rows() - begin;
    for (int i = 0; i < count; i++) {
      end = chunk.end(column(), first + i);
      offsets.putInt(end + shift);
    }
    elements.appendStored(chunk, begin, end - begin);
  }

  @Override
  void truncateValues(int rows) {
    offsets.truncate(4 * (rows + 1));
    elements.truncate(offsets.getInt(4 * rows));
  }

  @Override
  void addValues(BatchParts parts) {
    parts.addBuffer(offsets);
    elements.addTo(parts);
  }

  @Override
  public long valueBytes() {
    return offsets.size() + elements.valueBytes();
  }
}

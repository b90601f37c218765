package io.slurmgen.segment.column;

/** Arrays of one length: nothing but the elements of all rows one after another. */
final class FixedListBuilder extends ColumnBuilder {
  private final ColumnBuilder elements;
  private final int length;

  FixedListBuilder(ColumnNode column, int length) {
    super(column);
    this.elements = ColumnBuilder.of(column.child());
    this.length = length;
  }

  @Override
  void put(Object value) {
    int count = elements.appendAll(value);
    if (count != length) {
      throw mismatch(
          "%d elements where @Shape fixes %d (%s)"
              .formatted(count, length, column().type().describe()));
    }
  }

  @Override
  void putAbsent(int count) {
    elements.appendAbsent(Math.multiplyExact(count, length));
  }

  @Override
  void putStored(Chunk chunk, int first, int count) throws CorruptSegmentException {
    elements.appendStored(
        chunk, Math.multiplyExact(first, length), Math.multiplyExact(count, length));
  }

  @Override
  void truncateValues(int rows) {
    elements.truncate(rows * length);
  }

  @Override
  void addValues(BatchParts parts) {
    elements.addTo(parts);
  }

  @Override
  public long valueBytes() {
    return elements.valueBytes();
  }
}

package io.slurmgen.segment.read;

import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.Primitive;

/** Numbers and booleans as their boxes, or through a method handle as they are. */
final class NumberReader extends ValueReader {
  private final Primitive primitive;

  NumberReader(ColumnNode column, Primitive primitive) {
    super(column);
    this.primitive = primitive;
  }

  @Override
  Object readPresent(Chunk chunk, int row) {
    return primitive.get(chunk.window(), chunk.buffer(column().values()), row);
  }

  boolean readBoolean(Chunk chunk, int row) {
    return chunk.window().bit(chunk.buffer(column().values()), row);
  }

  byte readByte(Chunk chunk, int row) {
    return chunk.window().bytes().get(chunk.buffer(column().values()) + row);
  }

  short readShort(Chunk chunk, int row) {
    return chunk.window().bytes().getShort(chunk.buffer(column().values()) + 2 * row);
  }

  int readInt(Chunk chunk, int row) {
    return chunk.window().bytes().getInt(chunk.buffer(column().values()) + 4 * row);
  }

  long readLong(Chunk chunk, int row) {
    return chunk.window().bytes().getLong(chunk.buffer(column().values()) + 8 * row);
  }

  float readFloat(Chunk chunk, int row) {
    return chunk.window().bytes().getFloat(chunk.buffer(column().values()) + 4 * row);
  }

  double readDouble(Chunk chunk, int row) {
    return chunk.window().bytes().getDouble(chunk.buffer(column().values()) + 8 * row);
  }
}

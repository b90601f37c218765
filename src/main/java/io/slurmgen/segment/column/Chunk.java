package io.slurmgen.segment.column;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A chunk's message in its mapping: finds values, and never looks outside the buffer that it reads.
 *
 * @param path the segment
 * @param window the mapping
 * @param base where the message begins in the window
 * @param offset where it begins in the file
 * @param layout what is where in the message
 */
public record Chunk(Path path, Window window, int base, long offset, BatchLayout layout) {

  /** A chunk behind this one, where all up to it have the same layout. */
  public Chunk alike(int number) {
    int bytes = number * layout.messageBytes();
    return new Chunk(path, window, base + bytes, offset + bytes, layout);
  }

  /** The end of the message's metadata in the window. */
  public int metadataEnd() {
    return base + layout.headBytes();
  }

  /** Returns the beginning of a buffer in the window. */
  public int buffer(int index) {
    return base + layout.bufferAt(index);
  }

  public boolean hasNulls(ColumnNode column) {
    return layout.hasNulls(column);
  }

  public boolean isNull(ColumnNode column, int row) {
    return layout.hasNulls(column) && !window.bit(buffer(column.validity()), row);
  }

  /** Returns the beginning of a list's elements or a text's bytes. */
  public int begin(ColumnNode column, int row) throws CorruptSegmentException {
    return layout.rows(column) == 0 ? 0 : checked(column, 0, offset(column, row));
  }

  /** Returns the end of a list's elements or a text's bytes: not before their beginning. */
  public int end(ColumnNode column, int row) throws CorruptSegmentException {
    return checked(column, offset(column, row), offset(column, row + 1));
  }

  /** Returns the end of the elements of some rows. */
  public int end(ColumnNode column, int first, int rows) throws CorruptSegmentException {
    return checked(column, offset(column, first), offset(column, first + rows));
  }

  private int offset(ColumnNode column, int row) {
    return window.bytes().getInt(buffer(column.values()) + Integer.BYTES * row);
  }

  private int checked(ColumnNode column, int begin, int value) throws CorruptSegmentException {
    int limit = column.isText() ? layout.bufferBytes(column.text()) : layout.rows(column.child());
    if (value < begin || value > limit) {
      throw new CorruptSegmentException(
          path,
          offset,
          "an offset of %s from %d to %d".formatted(column.path(), begin, limit),
          Integer.toString(value));
    }
    return value;
  }

  /** The UTF-8 bytes of a text. */
  public byte[] text(ColumnNode column, int row) throws CorruptSegmentException {
    int begin = begin(column, row);
    byte[] text = new byte[end(column, row) - begin];
    window.bytes().get(buffer(column.text()) + begin, text);
    return text;
  }

  public String string(ColumnNode column, int row) throws CorruptSegmentException {
    return new String(text(column, row), StandardCharsets.UTF_8);
  }
}

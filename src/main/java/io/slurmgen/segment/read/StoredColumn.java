package io.slurmgen.segment.read;

import io.slurmgen.segment.column.ColumnNode;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of stored samples: the features, the labels, or a component of one that is a record.
 * Safe for any number of threads.
 */
public final class StoredColumn {
  private final ChunkIndex index;

  /** From the whole column down to this part of it. */
  private final List<ColumnNode> path;

  StoredColumn(ChunkIndex index, List<ColumnNode> path) {
    this.index = index;
    this.path = path;
  }

  ColumnNode node() {
    return path.get(path.size() - 1);
  }

  /**
   * How its values are stored.
   *
   * @return the type
   */
  public ColumnType type() {
    return node().type();
  }

  /**
   * Where it is, such as {@code features.position.x}.
   *
   * @return the path
   */
  public String name() {
    return node().path();
  }

  /**
   * A component of a record.
   *
   * @param component its name
   * @return a column of as many rows
   * @throws IllegalArgumentException if this is no record, or it has no such component
   */
  public StoredColumn component(String component) {
    List<ColumnNode> children = type() instanceof ColumnType.Struct ? node().children() : List.of();
    List<ColumnNode> longer = new ArrayList<>(path);
    children.stream().filter(c -> c.name().equals(component)).forEach(longer::add);
    if (longer.size() == path.size()) {
      throw new IllegalArgumentException(
          "%s has no component %s: it holds %s".formatted(name(), component, type().describe()));
    }
    return new StoredColumn(index, longer);
  }

  /**
   * Prepares to read values one by one.
   *
   * @param type the Java class or generic type of the values; {@code Object.class} for the natural
   *     one: boxes, String (also for enums), primitive arrays, an ordered Map for records, and
   *     JsonNode for JSON
   * @return a reader for one thread
   * @throws IllegalArgumentException if the column cannot be read as that type
   */
  public ValueCursor read(Type type) {
    return new ValueCursor(index, path, ValueReaders.of(node(), type));
  }

  /**
   * Prepares to read natural values one by one, but JSON as it was written.
   *
   * @return a reader for one thread, which gives Jackson's {@code RawValue} for JSON
   */
  public ValueCursor readVerbatim() {
    return new ValueCursor(index, path, ValueReaders.verbatim(node()));
  }

  /**
   * All primitive values of some rows, those of arrays one after another.
   *
   * @param rows which rows
   * @param element the primitive class of the array
   * @return an array of that class
   * @throws IllegalArgumentException if these values do not fit that class without loss
   * @throws IllegalStateException if a value is null, or they are too many for an array
   * @throws IOException if reading fails
   */
  public Object flat(RowOrder rows, Class<?> element) throws IOException {
    return new BulkRead(index, path, element).flat(rows);
  }

  /**
   * The primitive values of one-dimensional arrays, one array per row.
   *
   * @param rows which rows
   * @param element the primitive class of the arrays
   * @return an array of arrays of that class, null for null
   * @throws IllegalArgumentException if these values do not fit that class without loss
   * @throws IllegalStateException if they are too many for an array
   * @throws IOException if reading fails
   */
  public Object matrix(RowOrder rows, Class<?> element) throws IOException {
    Class<?> stored = ValueReaders.naturalClass(node()).componentType();
    Object[] matrix =
        (Object[]) Array.newInstance(element.arrayType(), BulkRead.arrayLength(rows.size()));
    RowParts.read(
        rows,
        BulkRead.perRow(node()),
        (part, place) -> {
          ValueCursor cursor = read(stored.arrayType());
          for (int i = 0; i < part.size(); i++) {
            Object row = cursor.get(part.row(i));
            matrix[place + i] = row == null || stored == element ? row : widened(row, element);
          }
        });
    return matrix;
  }

  private static Object widened(Object row, Class<?> element) {
    Object wider = Array.newInstance(element, Array.getLength(row));
    Widening.copy(row, wider, 0);
    return wider;
  }

  /**
   * Whether {@link #flat} can read this column.
   *
   * @param element the primitive class of the array
   * @return whether all possible values fit that class without loss
   */
  public boolean fits(Class<?> element) {
    return BulkRead.fits(node(), element);
  }

  /**
   * The values of some rows as an array of objects.
   *
   * @param <T> the class of the values
   * @param rows which rows
   * @param type the class of the values, as for {@link #read}
   * @return one element per row, in their order
   * @throws IllegalArgumentException if the column cannot be read as that type
   * @throws IllegalStateException if they are too many for an array
   * @throws IOException if reading fails
   */
  public <T> T[] values(RowOrder rows, Class<T> type) throws IOException {
    ValueCursor cursor = read(type);
    @SuppressWarnings("unchecked") // newInstance's contract
    T[] values = (T[]) Array.newInstance(type, BulkRead.arrayLength(rows.size()));
    for (int i = 0; i < values.length; i++) {
      values[i] = type.cast(cursor.get(rows.row(i)));
    }
    return values;
  }

  /**
   * The stored texts of some rows: strings, names of enum constants, or JSON as it was written.
   *
   * @param rows which rows
   * @return one string per row, null for null
   * @throws IllegalArgumentException if this column is no text
   * @throws IllegalStateException if they are too many for an array
   * @throws IOException if reading fails
   */
  public String[] texts(RowOrder rows) throws IOException {
    if (!node().isText()) {
      throw ValueReaders.mismatch(node(), String.class, "it is no text");
    }
    ValueCursor cursor = new ValueCursor(index, path, ValueReaders.text(node()));
    String[] values = new String[BulkRead.arrayLength(rows.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (String) cursor.get(rows.row(i));
    }
    return values;
  }
}

package io.slurmgen.segment.column;

import java.util.List;

/**
 * A column, or a part of one, with its place in a record batch: Arrow lists the field nodes and
 * buffers of a batch in depth-first order.
 */
public final class ColumnNode {
  /** The column of the features. */
  public static final String FEATURES = "features";

  /** The column of the labels. */
  public static final String LABEL = "label";

  private final String path;
  private final ColumnType type;
  private final boolean nullable;
  private final int node;
  private final int firstBuffer;
  private final List<ColumnNode> children;
  private final int endNode;
  private final int endBuffer;

  private ColumnNode(String path, ColumnType type, boolean nullable, Counter counter) {
    this.path = path;
    this.type = type;
    this.nullable = nullable;
    this.node = counter.nodes++;
    this.firstBuffer = counter.buffers;
    counter.buffers += ownBuffers();
    this.children = childrenOf(counter);
    this.endNode = counter.nodes;
    this.endBuffer = counter.buffers;
  }

  /** The two columns of a segment. */
  public static List<ColumnNode> columns(ColumnType features, ColumnType label) {
    Counter counter = new Counter();
    return List.of(
        new ColumnNode(FEATURES, features, false, counter),
        new ColumnNode(LABEL, label, false, counter));
  }

  private List<ColumnNode> childrenOf(Counter counter) {
    if (type instanceof ColumnType.Struct struct) {
      return struct.components().stream()
          .map(c -> new ColumnNode(path + "." + c.name(), c.type(), c.nullable(), counter))
          .toList();
    } else if (type instanceof ColumnType.ListOf list) {
      return List.of(new ColumnNode(path + "[]", list.element(), false, counter));
    } else if (type instanceof ColumnType.FixedList list) {
      return List.of(new ColumnNode(path + "[]", list.element(), false, counter));
    }
    return List.of();
  }

  private int ownBuffers() {
    if (isText()) {
      return 3;
    }
    return type instanceof ColumnType.Struct || type instanceof ColumnType.FixedList ? 1 : 2;
  }

  public boolean isText() {
    return type.isText();
  }

  /** The path of the column, such as {@code features.position.x}. */
  public String path() {
    return path;
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  public ColumnType type() {
    return type;
  }

  public boolean nullable() {
    return nullable;
  }

  /** The index among the batch's field nodes. */
  int node() {
    return node;
  }

  /** The buffer of its validity bits. */
  int validity() {
    return firstBuffer;
  }

  /** The buffer of its offsets (lists, text) or values (primitives). */
  public int values() {
    return firstBuffer + 1;
  }

  /** The buffer of its UTF-8 bytes. */
  int text() {
    return firstBuffer + 2;
  }

  /** The first node that belongs neither to it nor to its children. */
  int endNode() {
    return endNode;
  }

  /** The first buffer that belongs neither to it nor to its children. */
  int endBuffer() {
    return endBuffer;
  }

  public List<ColumnNode> children() {
    return children;
  }

  public ColumnNode child() {
    return children.get(0);
  }

  private static final class Counter {
    private int nodes;
    private int buffers;
  }
}

package io.slurmgen.segment.column;

import java.lang.reflect.AnnotatedType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the values of a column are stored. The Arrow type of each kind:
 *
 * <pre>
 * Bool            Bool
 * Int(bits)       Int, signed, 8, 16, 32 or 64 bits
 * Float(bits)     FloatingPoint, single or double
 * Utf8            Utf8
 * EnumText        Utf8, field metadata slurm_gen.enum = the names, comma separated
 * JsonText        Utf8, field metadata slurm_gen.json = 1
 * ListOf          List, child "item"
 * FixedList       FixedSizeList, child "item"
 * Struct          Struct, one child per record component
 * </pre>
 *
 * <p>Columns and array elements are never null; a record component of a reference type may be.
 */
public sealed interface ColumnType {

  /** {@code boolean}. */
  record Bool() implements ColumnType {}

  /**
   * {@code byte}, {@code short}, {@code int} or {@code long}.
   *
   * @param bits 8, 16, 32 or 64
   */
  record Int(int bits) implements ColumnType {
    public Int {
      if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
        throw new IllegalArgumentException("no integer of " + bits + " bits");
      }
    }
  }

  /**
   * {@code float} or {@code double}.
   *
   * @param bits 32 or 64
   */
  record Float(int bits) implements ColumnType {
    public Float {
      if (bits != 32 && bits != 64) {
        throw new IllegalArgumentException("no floating point number of " + bits + " bits");
      }
    }
  }

  /** {@code String}, or a {@code char} as a text of that character. */
  record Utf8() implements ColumnType {}

  /**
   * An enum, stored as the constant's name.
   *
   * @param names the constants in their order
   */
  record EnumText(List<String> names) implements ColumnType {
    public EnumText {
      names = List.copyOf(names);
    }
  }

  /** Anything that Jackson can write, as JSON text. */
  record JsonText() implements ColumnType {}

  /**
   * A primitive array of any length, or an array of such arrays.
   *
   * @param element the type of one element
   */
  record ListOf(ColumnType element) implements ColumnType {}

  /**
   * A primitive array of one length, or an array of such arrays.
   *
   * @param element the type of one element
   * @param length elements in each value, at least 1
   */
  record FixedList(ColumnType element, int length) implements ColumnType {
    public FixedList {
      if (length < 1) {
        throw new IllegalArgumentException("a fixed length must be at least 1: " + length);
      }
    }
  }

  /**
   * A record.
   *
   * @param components its components in their order, at least one
   */
  record Struct(List<Component> components) implements ColumnType {
    public Struct {
      components = List.copyOf(components);
      if (components.isEmpty()) {
        throw new IllegalArgumentException("a struct needs a component");
      }
    }
  }

  /**
   * A component of a record.
   *
   * @param name the component's name
   * @param type how it is stored
   * @param nullable whether it may be null: true for reference types
   */
  record Component(String name, ColumnType type, boolean nullable) {}

  /**
   * The storage of a Java type.
   *
   * @param type a generator's feature or label type, with its {@code @Shape} annotations
   * @return the column type
   * @throws io.slurmgen.UserError if a shape does not fit its array, or the type is not known
   */
  static ColumnType of(AnnotatedType type) {
    return JavaTypes.columnType(type);
  }

  /**
   * Whether its values are stored as text.
   *
   * @return true for strings, enums and JSON
   */
  default boolean isText() {
    return this instanceof Utf8 || this instanceof EnumText || this instanceof JsonText;
  }

  /**
   * The type as which values of this type and of another one can be read together: enums may differ
   * in their constants, nothing else may.
   *
   * @param other another type
   * @return this type with the constants of both, in the order of their first appearance; empty if
   *     the types differ in anything else
   */
  default Optional<ColumnType> common(ColumnType other) {
    return common(this, other);
  }

  private static Optional<ColumnType> common(ColumnType a, ColumnType b) {
    if (a instanceof EnumText x && b instanceof EnumText y) {
      Set<String> names = new LinkedHashSet<>(x.names());
      names.addAll(y.names());
      return Optional.of(new EnumText(List.copyOf(names)));
    } else if (a instanceof Struct x && b instanceof Struct y) {
      return commonStruct(x.components(), y.components());
    }
    // First by identity: the JVM takes 20 ms for the first call of a record's equals.
    return Objects.equals(a, b) ? Optional.of(a) : Optional.empty();
  }

  private static Optional<ColumnType> commonStruct(List<Component> a, List<Component> b) {
    if (a.size() != b.size()) {
      return Optional.empty();
    }
    List<Component> components = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      Component x = a.get(i);
      Optional<ColumnType> type = common(x.type(), b.get(i).type());
      if (type.isEmpty()
          || !x.name().equals(b.get(i).name())
          || x.nullable() != b.get(i).nullable()) {
        return Optional.empty();
      }
      components.add(new Component(x.name(), type.get(), x.nullable()));
    }
    return Optional.of(new Struct(components));
  }

  /**
   * This type as a person would write it, such as {@code float[784]} or {@code record(x double)}.
   *
   * @return one line
   */
  default String describe() {
    return text(false);
  }

  /**
   * This type as {@link #describe} writes it, without the constants of enums and with a question
   * mark behind components that may be null: equal for two types exactly where they have a {@link
   * #common} one.
   *
   * @return one line, such as {@code record(x double, kind enum?)}
   */
  default String layout() {
    return text(true);
  }

  private String text(boolean layoutOnly) {
    if (this instanceof EnumText e) {
      return layoutOnly ? "enum" : "enum(" + String.join(", ", e.names()) + ")";
    } else if (this instanceof Struct s) {
      return s.components().stream()
          .map(
              c ->
                  c.name()
                      + " "
                      + c.type().text(layoutOnly)
                      + (layoutOnly && c.nullable() ? "?" : ""))
          .collect(Collectors.joining(", ", "record(", ")"));
    } else if (this instanceof Utf8) {
      return "String";
    } else if (this instanceof JsonText) {
      return "JSON";
    }
    return describeArray();
  }

  private String describeArray() {
    ColumnType element = this;
    StringBuilder lengths = new StringBuilder();
    while (true) {
      if (element instanceof ListOf list) {
        lengths.append("[]");
        element = list.element();
      } else if (element instanceof FixedList list) {
        lengths.append('[').append(list.length()).append(']');
        element = list.element();
      } else {
        return Primitive.of(element).javaName() + lengths;
      }
    }
  }
}

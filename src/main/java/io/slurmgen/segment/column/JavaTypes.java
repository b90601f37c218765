package io.slurmgen.segment.column;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Shape;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From Java types to column types. */
final class JavaTypes {
  /** The records that enclose the type at hand: one that holds itself becomes JSON there. */
  private final Set<Class<?>> enclosing = new HashSet<>();

  private JavaTypes() {}

  static ColumnType columnType(AnnotatedType type) {
    return new JavaTypes().of(type);
  }

  private ColumnType of(AnnotatedType type) {
    if (type instanceof AnnotatedArrayType array) {
      return ofArray(array);
    }
    if (type.isAnnotationPresent(Shape.class)) {
      throw new UserError("@Shape belongs on a primitive array, not on " + type.getType());
    }
    Type plain = type.getType();
    if (plain instanceof TypeVariable || plain instanceof WildcardType) {
      throw new UserError(
          "the type " + plain + " says nothing about how to store it: name a class or an array");
    }
    return plain instanceof Class<?> c ? ofClass(c) : new ColumnType.JsonText();
  }

  private ColumnType ofClass(Class<?> type) {
    Optional<Primitive> primitive = Primitive.ofClass(type);
    if (primitive.isPresent()) {
      return primitive.get().columnType();
    } else if (type == String.class || type == char.class || type == Character.class) {
      return new ColumnType.Utf8();
    } else if (type.isEnum()) {
      return new ColumnType.EnumText(
          Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
    } else if (isPlainRecord(type) && enclosing.add(type)) {
      ColumnType struct = ofRecord(type);
      enclosing.remove(type);
      return struct;
    }
    return new ColumnType.JsonText();
  }

  /** A generic record's components depend on its use, and an empty one has nothing to store. */
  private static boolean isPlainRecord(Class<?> type) {
    return type.isRecord()
        && type.getTypeParameters().length == 0
        && type.getRecordComponents().length > 0;
  }

  private ColumnType ofRecord(Class<?> type) {
    List<ColumnType.Component> components = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.add(
          new ColumnType.Component(
              component.getName(),
              of(component.getAnnotatedType()),
              !component.getType().isPrimitive()));
    }
    return new ColumnType.Struct(components);
  }

  /**
   * Java puts {@code @Shape(3) float[]} on the float and {@code float @Shape(3) []} on the array.
   */
  private ColumnType ofArray(AnnotatedArrayType array) {
    List<Shape> shapes = new ArrayList<>();
    AnnotatedType inner = array;
    int rank = 0;
    while (inner instanceof AnnotatedArrayType outer) {
      Optional.ofNullable(outer.getAnnotation(Shape.class)).ifPresent(shapes::add);
      inner = outer.getAnnotatedGenericComponentType();
      rank++;
    }
    Optional.ofNullable(inner.getAnnotation(Shape.class)).ifPresent(shapes::add);
    Optional<Primitive> element =
        inner.getType() instanceof Class<?> c && c.isPrimitive()
            ? Primitive.ofClass(c)
            : Optional.empty();
    checkShapes(shapes, rank, element.isPresent(), array.getType());
    if (element.isEmpty()) {
      return new ColumnType.JsonText();
    }
    return nest(element.get().columnType(), rank, shapes);
  }

  private static void checkShapes(List<Shape> shapes, int rank, boolean primitive, Type type) {
    if (shapes.isEmpty()) {
      return;
    }
    String name = type.getTypeName();
    if (!primitive) {
      throw new UserError("@Shape belongs on a primitive array, not on " + name);
    } else if (shapes.size() > 1) {
      throw new UserError("one @Shape with all lengths is expected on " + name);
    }
    int[] lengths = shapes.get(0).value();
    if (lengths.length != rank || Arrays.stream(lengths).anyMatch(n -> n < 1)) {
      throw new UserError(
          "@Shape(%s) on %s: expected %d positive length(s)"
              .formatted(Arrays.toString(lengths), name, rank));
    }
  }

  private static ColumnType nest(ColumnType element, int rank, List<Shape> shapes) {
    ColumnType type = element;
    for (int i = rank - 1; i >= 0; i--) {
      type =
          shapes.isEmpty()
              ? new ColumnType.ListOf(type)
              : new ColumnType.FixedList(type, shapes.get(0).value()[i]);
    }
    return type;
  }
}

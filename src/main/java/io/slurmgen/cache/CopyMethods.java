package io.slurmgen.cache;

import io.slurmgen.segment.column.ColumnType;

/** The names of the methods of {@link Column} that copy, by the type that is stored. */
final class CopyMethods {

  private CopyMethods() {}

  /** The methods that give values of a type, as an error names them. */
  static String fitting(ColumnType type) {
    if (type.isText()) {
      return "toStringArray() or toArray(a class)";
    } else if (type instanceof ColumnType.Struct) {
      return "component(name) or toArray(a record class)";
    }
    String java = type.describe().replaceAll("\\[.*", "");
    String array = name(java);
    return switch (rank(type)) {
      case 0 -> array + "Array()";
      case 1 -> array + "Array() or " + array + "Matrix()";
      default -> array + "Array() or toArray(" + java + "[]".repeat(rank(type)) + ".class)";
    };
  }

  /** The dimensions of arrays, 0 of anything else. */
  static int rank(ColumnType type) {
    if (type instanceof ColumnType.ListOf list) {
      return 1 + rank(list.element());
    }
    return type instanceof ColumnType.FixedList list ? 1 + rank(list.element()) : 0;
  }

  /** The beginning of the methods that give a primitive, such as toDouble. */
  static String name(Class<?> primitive) {
    return name(primitive.getName());
  }

  private static String name(String primitive) {
    return "to" + Character.toUpperCase(primitive.charAt(0)) + primitive.substring(1);
  }
}

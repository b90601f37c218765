package io.slurmgen.segment.column;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The type as which two types can be read together. Enums are stored as the constants' names, so
 * they may differ in those; everything else must be the same.
 */
final class CommonType {
  private CommonType() {}

  static Optional<ColumnType> of(ColumnType a, ColumnType b) {
    if (a instanceof ColumnType.EnumText x && b instanceof ColumnType.EnumText y) {
      Set<String> names = new LinkedHashSet<>(x.names());
      names.addAll(y.names());
      return Optional.of(new ColumnType.EnumText(List.copyOf(names)));
    } else if (a instanceof ColumnType.Struct x && b instanceof ColumnType.Struct y) {
      return ofStructs(x.components(), y.components());
    }
    // First by identity: the JVM takes 20 ms for the first call of a record's equals.
    return Objects.equals(a, b) ? Optional.of(a) : Optional.empty();
  }

  private static Optional<ColumnType> ofStructs(
      List<ColumnType.Component> a, List<ColumnType.Component> b) {
    if (a.size() != b.size()) {
      return Optional.empty();
    }
    List<ColumnType.Component> components = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      ColumnType.Component x = a.get(i);
      Optional<ColumnType> type = of(x.type(), b.get(i).type());
      if (type.isEmpty()
          || !x.name().equals(b.get(i).name())
          || x.nullable() != b.get(i).nullable()) {
        return Optional.empty();
      }
      components.add(new ColumnType.Component(x.name(), type.get(), x.nullable()));
    }
    return Optional.of(new ColumnType.Struct(components));
  }
}

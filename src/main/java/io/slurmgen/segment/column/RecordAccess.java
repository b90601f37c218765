package io.slurmgen.segment.column;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Reads and makes records of classes that need not be public. */
public final class RecordAccess {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private RecordAccess() {}

  /** The component names of a record class in their order; empty for other classes. */
  public static List<String> componentNames(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList()
        : List.of();
  }

  /** One handle {@code (Object record) -> Object component} for each component. */
  public static List<MethodHandle> accessors(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordAccess::accessor).toList();
  }

  private static MethodHandle accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    try {
      MethodHandle handle = LOOKUP.unreflect(accessor);
      return handle.asType(handle.type().generic());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(accessor + " was just made accessible", e);
    }
  }

  /** The canonical constructor. */
  public static MethodHandle constructor(Class<?> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return LOOKUP.unreflectConstructor(constructor);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no usable canonical constructor: " + type, e);
    }
  }
}

package io.slurmgen.dataset.params;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a parameter class that has nothing but double, long, int, boolean and String, as
 * most have. Reads and writes them as Jackson does, without its several hundred classes, which take
 * longer to load than all else that a task needs before its first sample. What does not fit is left
 * to Jackson, also to say why.
 */
final class PlainFields {
  private static final Set<Class<?>> TYPES =
      Set.of(double.class, long.class, int.class, boolean.class, String.class);

  private final Constructor<?> constructor;
  private final List<Field> fields;

  private PlainFields(Constructor<?> constructor, List<Field> fields) {
    this.constructor = constructor;
    this.fields = fields;
  }

  /**
   * The fields of a class, unless it has something that Jackson may see in another way: a field of
   * another type, a final or transient one, a superclass, an interface, an annotation, a second
   * constructor.
   */
  static Optional<PlainFields> of(Class<?> type) {
    try {
      return ofWhole(type);
    } catch (NoClassDefFoundError e) {
      return Optional.empty(); // Jackson meets the same, and what it says is told
    }
  }

  private static Optional<PlainFields> ofWhole(Class<?> type) {
    Constructor<?>[] constructors = type.getDeclaredConstructors();
    boolean isPlain =
        type.getSuperclass() == Object.class
            && type.getInterfaces().length == 0
            && type.getDeclaredAnnotations().length == 0
            && constructors.length == 1
            && constructors[0].getParameterCount() == 0
            && hasNoAnnotation(constructors)
            && hasNoAnnotation(type.getDeclaredMethods())
            && hasNoAnnotation(type.getDeclaredFields());
    if (!isPlain) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        fields.add(field);
      }
    }
    return fields.stream().allMatch(PlainFields::isPlain)
        ? Optional.of(new PlainFields(constructors[0], fields))
        : Optional.empty();
  }

  private static boolean hasNoAnnotation(AccessibleObject... members) {
    for (AccessibleObject member : members) {
      if (member.getDeclaredAnnotations().length > 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(Field field) {
    int unusual = Modifier.FINAL | Modifier.TRANSIENT;
    return TYPES.contains(field.getType()) && (field.getModifiers() & unusual) == 0;
  }

  /** Whether an object is of the class itself, and not of one that looks like it. */
  boolean areOf(Object object) {
    return object.getClass() == constructor.getDeclaringClass();
  }

  /** The values that an object has. */
  ObjectNode tree(Object object) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    try {
      for (Field field : fields) {
        tree.set(field.getName(), node(field, object));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a public field of a public class cannot be read", e);
    }
    return tree;
  }

  private static JsonNode node(Field field, Object object) throws IllegalAccessException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    Class<?> type = field.getType();
    if (type == double.class) {
      return nodes.numberNode(field.getDouble(object));
    } else if (type == long.class) {
      return nodes.numberNode(field.getLong(object));
    } else if (type == int.class) {
      return nodes.numberNode(field.getInt(object));
    } else if (type == boolean.class) {
      return nodes.booleanNode(field.getBoolean(object));
    }
    return nodes.textNode((String) field.get(object));
  }

  /** A new object with these values; empty if they are not one of its type for each field. */
  Optional<Object> object(ObjectNode tree) {
    if (tree.size() != fields.size()) {
      return Optional.empty();
    }
    try {
      Object object = constructor.newInstance();
      for (Field field : fields) {
        if (!set(field, object, tree.path(field.getName()))) {
          return Optional.empty();
        }
      }
      return Optional.of(object);
    } catch (ReflectiveOperationException e) {
      return Optional.empty(); // as above
    }
  }

  private static boolean set(Field field, Object object, JsonNode value)
      throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == double.class && value.isNumber()) {
      field.setDouble(object, value.doubleValue());
    } else if (type == long.class && value.isIntegralNumber() && value.canConvertToLong()) {
      field.setLong(object, value.longValue());
    } else if (type == int.class && value.isIntegralNumber() && value.canConvertToInt()) {
      field.setInt(object, value.intValue());
    } else if (type == boolean.class && value.isBoolean()) {
      field.setBoolean(object, value.booleanValue());
    } else if (type == String.class && value.isTextual()) {
      field.set(object, value.textValue());
    } else {
      return false;
    }
    return true;
  }
}

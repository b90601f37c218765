package io.slurmgen.dataset.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import io.slurmgen.dataset.Neutral;
import io.slurmgen.dataset.params.CanonicalJson;
import io.slurmgen.dataset.params.ParameterMismatch;
import io.slurmgen.dataset.params.ParameterObjects;
import io.slurmgen.dataset.params.Parameters;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameter class of a dataset: its public fields are the parameters, and what its constructor
 * leaves in them are the defaults. {@link Neutral} ones are part of a set only where they have
 * another value.
 */
public final class ParameterClass {
  private final String dataset;
  private final Class<?> type;
  private final Constructor<?> constructor;
  private Optional<ParameterObjects> objects = Optional.empty();

  private ParameterClass(String dataset, Class<?> type, Constructor<?> constructor) {
    this.dataset = dataset;
    this.type = type;
    this.constructor = constructor;
  }

  public static ParameterClass of(String dataset, Class<?> type, Signature signature) {
    String name = "its parameter class " + type.getSimpleName();
    if (type.isPrimitive() || type.isArray() || Modifier.isAbstract(type.getModifiers())) {
      throw signature.error(type.getSimpleName() + " is no parameter class");
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw signature.error(name + " is not public");
    }
    if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
      throw signature.error(name + " is not static");
    }
    for (Field field : type.getFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers())) {
        throw signature.error("parameter " + field.getName() + " in " + name + " is final");
      }
    }
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Neutral.class) && !isParameter(field)) {
        throw signature.error(field.getName() + " in " + name + " is @Neutral and no public field");
      }
    }
    try {
      return new ParameterClass(dataset, type, type.getConstructor());
    } catch (NoSuchMethodException e) {
      throw signature.error(name + " has no public constructor without arguments");
    }
  }

  /** The defaults with the given values in their place. */
  public Parameters parameters(ObjectNode given) {
    ObjectNode merged = defaults();
    requireKnown(merged, given);
    merge(merged, plain(given), type);
    return Parameters.ofCanonical(identity(bind(merged)));
  }

  /** Returns what identifies the values of an object, in canonical form. */
  private String identity(Object object) {
    ObjectNode tree = plain(tree(object));
    neutralDefaults().properties().stream()
        .filter(neutral -> neutral.getValue().equals(tree.get(neutral.getKey())))
        .forEach(neutral -> tree.remove(neutral.getKey()));
    return CanonicalJson.write(tree);
  }

  private ObjectNode neutralDefaults() {
    List<String> names =
        Arrays.stream(type.getFields())
            .filter(field -> field.isAnnotationPresent(Neutral.class))
            .map(Field::getName)
            .toList();
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    return names.isEmpty() ? none : defaults().retain(names);
  }

  /**
   * The parameters that any object with such public fields holds: also one of another class
   * loader's class, or a map.
   */
  Parameters parametersOf(Object parameterObject) {
    return parameters(tree(parameterObject));
  }

  /**
   * An instance with these values.
   *
   * @throws UserError if the class has other parameters than when these were made
   */
  Object object(Parameters parameters) {
    Object object = bind(neutralDefaults().setAll(parameters.tree()));
    String now = identity(object);
    if (!now.equals(parameters.json())) {
      throw new UserError(
          "%s: %s has changed since these parameters were made: they were %s and now are %s"
              .formatted(dataset, type.getSimpleName(), parameters.json(), now));
    }
    return object;
  }

  private ObjectNode defaults() {
    try {
      return plain(tree(constructor.newInstance()));
    } catch (InvocationTargetException e) {
      throw new UserError(
          "%s: the constructor of %s failed: %s"
              .formatted(dataset, type.getName(), GeneratorException.firstLine(e.getCause())),
          e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new UserError(
          "%s: cannot make a %s: %s"
              .formatted(dataset, type.getName(), GeneratorException.firstLine(e)),
          e);
    }
  }

  private void requireKnown(ObjectNode defaults, ObjectNode given) {
    for (Map.Entry<String, JsonNode> e : given.properties()) {
      if (!defaults.has(e.getKey())) {
        throw new UserError(
            "%s has no parameter \"%s\"; its parameters are %s"
                .formatted(dataset, e.getKey(), listed()));
      }
    }
  }

  private String listed() {
    String list =
        members(type).entrySet().stream()
            .map(e -> ParameterMismatch.typeName(e.getValue()) + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "none" : list;
  }

  /**
   * A nested object keeps the defaults it does not name; anything else, also a map, is replaced.
   */
  private static void merge(ObjectNode into, ObjectNode given, Class<?> owner) {
    Map<String, Class<?>> members = members(owner);
    for (Map.Entry<String, JsonNode> e : given.properties()) {
      Class<?> declared = members.getOrDefault(e.getKey(), Object.class);
      if (e.getValue() instanceof ObjectNode inner
          && into.get(e.getKey()) instanceof ObjectNode innerDefaults
          && !Map.class.isAssignableFrom(declared)) {
        merge(innerDefaults, inner, declared);
      } else {
        into.set(e.getKey(), e.getValue());
      }
    }
  }

  /** The public fields or record components of a class with their types. */
  private static Map<String, Class<?>> members(Class<?> owner) {
    Map<String, Class<?>> members = new LinkedHashMap<>();
    if (owner.isRecord()) {
      for (RecordComponent component : owner.getRecordComponents()) {
        members.put(component.getName(), component.getType());
      }
    }
    for (Field field : owner.getFields()) {
      if (isParameter(field)) {
        members.put(field.getName(), field.getType());
      }
    }
    return members;
  }

  private static boolean isParameter(Field field) {
    return Modifier.isPublic(field.getModifiers()) && !Modifier.isStatic(field.getModifiers());
  }

  /** Made when first asked for, because most commands never look into parameters. */
  private synchronized ParameterObjects objects() {
    if (objects.isEmpty()) {
      objects = Optional.of(new ParameterObjects(type));
    }
    return objects.get();
  }

  private Object bind(ObjectNode tree) {
    try {
      return objects().of(tree);
    } catch (JsonProcessingException e) {
      throw ParameterMismatch.of(dataset, listed(), tree, e);
    }
  }

  private ObjectNode tree(Object object) {
    if (members(type).isEmpty() && object.getClass().getName().equals(type.getName())) {
      // To Jackson a class without properties is a mistake; as a whole, it is not.
      return JsonNodeFactory.instance.objectNode();
    }
    if (json(object) instanceof ObjectNode tree) {
      return tree;
    }
    throw new UserError(
        "%s: parameters are needed, such as a %s or a map, and not a %s"
            .formatted(dataset, type.getSimpleName(), object.getClass().getName()));
  }

  private JsonNode json(Object object) {
    try {
      return objects().json(object);
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new UserError(
          "%s: the parameters in %s cannot be written as JSON: %s"
              .formatted(dataset, object.getClass().getName(), e.getMessage()),
          e);
    } catch (StackOverflowError e) {
      throw new UserError(
          "%s: the parameters are nested too deeply, or contain themselves".formatted(dataset), e);
    }
  }

  private static ObjectNode plain(ObjectNode tree) {
    return (ObjectNode) CanonicalJson.withPlainNumbers("", tree);
  }
}

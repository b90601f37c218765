package io.slurmgen.dataset.method;

import io.slurmgen.UserError;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way an annotated method should look, to compare it with and to show in errors.
 *
 * @param method the user's method
 * @param expected its declaration as it should be
 */
public record Signature(Method method, String expected) {
  /** The name of the file in which users declare their methods. */
  public static final String SOURCE_FILE = "Datasets.java";

  private static final List<String> ORDINALS = List.of("first", "second", "third");
  private static final Pattern NAME = Pattern.compile("(?![.-])[A-Za-z0-9_.-]{1,64}");

  /** The method as a person finds it: {@code Datasets.noisySine}. */
  public static String nameOf(Method method) {
    return method.getDeclaringClass().getName().replace('$', '.') + "." + method.getName();
  }

  UserError error(String problem) {
    return new UserError(nameOf(method) + ": " + problem + "; expected: " + expected);
  }

  /** Refuses what no annotated method may be. */
  void check() {
    if (!Modifier.isPublic(method.getModifiers()) || !Modifier.isStatic(method.getModifiers())) {
      throw error("it is not public and static");
    }
    for (Class<?> c = method.getDeclaringClass(); c != null; c = c.getDeclaringClass()) {
      if (!Modifier.isPublic(c.getModifiers())) {
        throw error("its class " + c.getSimpleName() + " is not public");
      }
    }
    if (method.getTypeParameters().length > 0) {
      throw error("it has type parameters of its own");
    }
  }

  void checkCount(int arguments) {
    if (method.getParameterCount() != arguments) {
      throw error("it has " + method.getParameterCount() + " arguments and not " + arguments);
    }
  }

  void checkArgument(int number, Class<?> type) {
    Class<?> found = method.getParameterTypes()[number];
    if (found != type) {
      throw error(
          "its %s argument is %s, not %s"
              .formatted(ORDINALS.get(number), found.getName(), type.getName()));
    }
  }

  /**
   * Finds the method to call it in a way that does not depend on its types.
   *
   * @throws UserError if it cannot be called
   */
  MethodHandle handle(MethodType call) {
    try {
      return MethodHandles.publicLookup().unreflect(method).asType(call);
    } catch (IllegalAccessException e) {
      throw new UserError(nameOf(method) + " cannot be called: " + e.getMessage(), e);
    }
  }

  /** Returns the name that the annotation gives, or the method's own. */
  public static String nameOr(String given, Method method) {
    return given.isEmpty() ? method.getName() : given;
  }

  /**
   * Returns the name that the annotation gives, or the method's own.
   *
   * @throws UserError if it cannot be a name
   */
  String name(String given) {
    String name = nameOr(given, method);
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "%s: \"%s\" cannot be a name; expected 1 to 64 of A-Z a-z 0-9 _ . - with no . or - in front"
              .formatted(nameOf(method), name));
    }
    return name;
  }

  /** The error that something is not there, which names what is. */
  public static UserError unknown(String problem, Stream<String> known) {
    String names = known.collect(Collectors.joining(", "));
    return new UserError(problem + "; there is " + (names.isEmpty() ? "none" : names));
  }
}

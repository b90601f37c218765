package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.regex.Pattern;

/**
 * The way an annotated method should look, to compare it with and to show in errors.
 *
 * @param method the user's method
 * @param expected its declaration as it should be
 */
public record Signature(Method method, String expected) {
  private static final Pattern NAME = Pattern.compile("(?![.-])[A-Za-z0-9_.-]{1,64}");

  /** The method as a person finds it: {@code Datasets.noisySine}. */
  static String nameOf(Method method) {
    return method.getDeclaringClass().getName().replace('$', '.') + "." + method.getName();
  }

  UserError error(String problem) {
    return new UserError(nameOf(method) + ": " + problem + "; expected: " + expected);
  }

  /** Refuses what no annotated method may be. */
  void check(int arguments) {
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
    if (method.getParameterCount() != arguments) {
      throw error("it has " + method.getParameterCount() + " arguments and not " + arguments);
    }
  }

  /** The name that the annotation gives, or the method's own. */
  String name(String given) {
    String name = given.isEmpty() ? method.getName() : given;
    if (!NAME.matcher(name).matches()) {
      throw new UserError(
          "%s: \"%s\" cannot be a name; expected 1 to 64 of A-Z a-z 0-9 _ . - with no . or - in front"
              .formatted(nameOf(method), name));
    }
    return name;
  }
}

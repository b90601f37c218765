package io.slurmgen.layout;

import java.util.regex.Pattern;

/**
 * The form of the names of datasets, groups and preprocessors, as the schema checks it where they
 * are written. Names become directories, so that each one that was read is checked again.
 */
public final class LegalName {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  private LegalName() {}

  public static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Checks a name.
   *
   * @param what has it, as: dataset
   * @throws IllegalArgumentException if nothing can have that name
   */
  public static void check(String what, String name) {
    if (name == null || !is(name)) {
      throw new IllegalArgumentException("no %s can be called '%s'".formatted(what, name));
    }
  }
}

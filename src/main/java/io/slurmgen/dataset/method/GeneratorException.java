package io.slurmgen.dataset.method;

import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * A user's generator or preprocessor failed. The message is one line: which, where in {@code
 * Datasets.java}, and what it threw; the cause is what it threw.
 */
public final class GeneratorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GeneratorException(String message, Throwable cause) {
    super(message, cause);
  }

  static GeneratorException of(Method method, Throwable cause) {
    return new GeneratorException(
        Signature.nameOf(method) + where(cause) + " failed: " + firstLine(cause), cause);
  }

  private static String where(Throwable thrown) {
    Throwable first =
        thrown instanceof ExceptionInInitializerError && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return Arrays.stream(first.getStackTrace())
        .filter(frame -> Signature.SOURCE_FILE.equals(frame.getFileName()))
        .findFirst()
        .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
        .orElse("");
  }

  /** Returns the exception in one line, with the reason where a class could not be initialised. */
  static String firstLine(Throwable thrown) {
    String line = thrown.toString().lines().findFirst().orElse(thrown.getClass().getName());
    return thrown instanceof LinkageError && thrown.getCause() != null
        ? line + ": " + firstLine(thrown.getCause())
        : line;
  }

  static GeneratorException of(Method method, String problem) {
    return new GeneratorException(Signature.nameOf(method) + " " + problem, null);
  }
}

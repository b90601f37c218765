package io.slurmgen.dataset;

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
    String where =
        Arrays.stream(cause.getStackTrace())
            .filter(frame -> DatasetSource.FILE_NAME.equals(frame.getFileName()))
            .findFirst()
            .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
            .orElse("");
    String thrown = cause.toString().lines().findFirst().orElse(cause.getClass().getName());
    return new GeneratorException(Signature.nameOf(method) + where + " failed: " + thrown, cause);
  }

  static GeneratorException of(Method method, String problem) {
    return new GeneratorException(Signature.nameOf(method) + " " + problem, null);
  }
}

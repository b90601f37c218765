package io.slurmgen.doctor;

import io.slurmgen.PrintableText;
import java.util.Locale;

/**
 * How one thing is that was examined.
 *
 * @param check the name of what was examined, which stays the same from version to version
 * @param result how it is
 * @param text what was seen, one line
 * @param remedy what helps, empty where nothing need be done or the text says it
 */
public record Diagnosis(String check, Result result, String text, String remedy) {

  /** How good or bad it is. */
  public enum Result {
    /** Nothing need be done. */
    OK,
    /** It may do harm, or could not be found out. */
    WARNING,
    /** It has to be mended. */
    PROBLEM;

    /** The name for people and programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Keeps each text to one line. */
  public Diagnosis {
    text = PrintableText.line(text);
    remedy = PrintableText.line(remedy);
  }

  static Diagnosis ok(String check, String text) {
    return new Diagnosis(check, Result.OK, text, "");
  }

  static Diagnosis warning(String check, String text, String remedy) {
    return new Diagnosis(check, Result.WARNING, text, remedy);
  }

  static Diagnosis problem(String check, String text, String remedy) {
    return new Diagnosis(check, Result.PROBLEM, text, remedy);
  }
}

package io.slurmgen.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command of a round.
 *
 * @param verb what to do
 * @param set which of the {@link ParamSets}
 * @param number how many samples, or which submission
 * @param detail the group where samples are moved; jobs where they are made
 */
record Request(Verb verb, int set, int number, String detail) {

  /** What is done. */
  enum Verb {
    GENERATE,
    MOVE,
    PREPROCESS,
    RETRY,
    LIST,
    STATUS,
    GC,
    REPAIR,
    VERIFY
  }

  /** The group that only {@link Verb#PREPROCESS} moves samples into. */
  static final String PREPROCESSED = "derived";

  /** The words of the command line. */
  List<String> words(Path directory) {
    List<String> words = new ArrayList<>(List.of("-C", directory.toString()));
    words.addAll(
        switch (verb) {
          case GENERATE ->
              List.of(
                  "generate",
                  "d",
                  "-n",
                  count(),
                  "--njobs",
                  detail,
                  "--workers",
                  "2",
                  "--seed",
                  Long.toString(ParamSets.SEED),
                  "-p",
                  params(),
                  "--executor",
                  "local");
          case MOVE -> List.of("move", "d", count(), detail, "-p", params(), "-y");
          case PREPROCESS ->
              List.of(
                  "preprocess",
                  "d",
                  "negated",
                  PREPROCESSED,
                  count(),
                  "--njobs",
                  detail,
                  "-p",
                  params(),
                  "-y",
                  "--executor",
                  "local");
          case RETRY -> List.of("retry", count());
          case LIST -> List.of("list", "--json");
          case STATUS -> List.of("status");
          case GC -> List.of("gc");
          case REPAIR -> List.of("repair");
          case VERIFY -> List.of("verify");
        });
    return words;
  }

  private String count() {
    return Integer.toString(number);
  }

  private String params() {
    return ParamSets.params(set);
  }

  /** The exit codes that are right, whatever others do meanwhile. */
  boolean mayEndWith(Answer answer) {
    return switch (verb) {
      case GENERATE, LIST, STATUS, GC, REPAIR, VERIFY -> answer.exitCode() == 0;
      case MOVE, PREPROCESS ->
          answer.exitCode() == 0 || answer.exitCode() == 3 || lacksSamples(answer);
      case RETRY -> true;
    };
  }

  /** Nothing is there yet from which samples could be taken, or others have just taken them. */
  private static boolean lacksSamples(Answer answer) {
    return answer.exitCode() == 2
        && (answer.err().contains("no samples of")
            || answer.err().contains("no parameter set")
            || answer.err().contains("by now; try again"));
  }
}

package io.slurmgen.cli.args;

import io.slurmgen.UserError;
import io.slurmgen.dataset.code.CompiledDatasets;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ParamSetCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which of a dataset's parameter sets somebody means. */
public final class ParamSetChoice {
  private static final int MIN_HASH_DIGITS = 6;

  private final List<ParamSetCounts> sets;
  private final Path directory;

  private ParamSetChoice(List<ParamSetCounts> sets, Path directory) {
    this.sets = sets;
    this.directory = directory;
  }

  /** The option that says which. */
  public static Input<String> input() {
    return InputForm.option(
            "--params",
            "PARAMSET",
            "the parameter set: its number, 6 or more digits of its hash, or parameters as for"
                + " generate; may be left out where there is only one")
        .or("-p")
        .text();
  }

  /**
   * The parameter set that is meant.
   *
   * @param sets those of one dataset, at least one
   * @param typed what was given for it, null where nothing was
   * @param directory the directory with Datasets.java, which has the defaults of parameters
   * @throws UserError if none is meant, or more than one could be
   */
  public static ParamSetCounts of(List<ParamSetCounts> sets, String typed, Path directory)
      throws IOException {
    return new ParamSetChoice(sets, directory).choose(typed);
  }

  private ParamSetCounts choose(String typed) throws IOException {
    if (typed == null) {
      return theOnly(sets, dataset() + " has " + sets.size() + " parameter sets");
    }
    String text = typed.strip();
    if (text.startsWith("{") || text.startsWith("@")) {
      return withHash(hashOfParameters(text), "these parameters");
    }
    if (text.matches("0|[1-9]\\d{0,8}") && anyMatches(set -> hasNumber(set, text))) {
      return sets.stream().filter(set -> hasNumber(set, text)).findFirst().orElseThrow();
    }
    if (text.matches("[0-9a-fA-F]{" + MIN_HASH_DIGITS + ",64}")) {
      return withHash(text.toLowerCase(Locale.ROOT), "a hash of " + text);
    }
    throw unknown("number " + text);
  }

  private boolean anyMatches(Predicate<ParamSetCounts> predicate) {
    return sets.stream().anyMatch(predicate);
  }

  private static boolean hasNumber(ParamSetCounts set, String text) {
    return set.paramSet().number() == Integer.parseInt(text);
  }

  private ParamSetCounts withHash(String prefix, String meaning) {
    List<ParamSetCounts> found =
        sets.stream().filter(set -> set.paramSet().hash().startsWith(prefix)).toList();
    if (found.isEmpty()) {
      throw unknown(meaning);
    }
    return theOnly(found, found.size() + " parameter sets have " + meaning);
  }

  private String hashOfParameters(String text) throws IOException {
    Path classesRoot = new CacheDirectory(directory).classes();
    try (CompiledDatasets compiled =
        CompiledDatasets.of(DatasetSource.of(directory), classesRoot)) {
      return compiled.classes().generator(dataset()).parameters(ParameterText.parse(text)).hash();
    }
  }

  private UserError unknown(String what) {
    return new UserError(
        "no parameter set of %s has %s; there are %s".formatted(dataset(), what, names(sets)));
  }

  private static ParamSetCounts theOnly(List<ParamSetCounts> found, String problem) {
    if (found.size() > 1) {
      throw new UserError(problem + "; choose one with -p: " + names(found));
    }
    return found.get(0);
  }

  private static String names(List<ParamSetCounts> sets) {
    return sets.stream()
        .map(ParamSetCounts::paramSet)
        .map(set -> set.number() + " " + set.params())
        .collect(Collectors.joining(", "));
  }

  private String dataset() {
    return sets.get(0).paramSet().dataset();
  }
}

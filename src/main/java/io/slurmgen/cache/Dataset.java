package io.slurmgen.cache;

import io.slurmgen.UserError;
import io.slurmgen.dataset.code.DatasetClasses;
import io.slurmgen.dataset.code.DatasetSource;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.model.ParamSetRow;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A dataset of a {@link Cache}: the samples of one generator, in parameter sets. Thread-safe. */
public final class Dataset implements Iterable<ParamSet> {

  private static final Pattern HASH_PREFIX = Pattern.compile("[0-9a-f]{6,64}");

  private final Cache cache;
  private final String name;

  /** The parameter sets seen before; they never change, but there may be more by now. */
  private final List<ParamSetRow> known;

  Dataset(Cache cache, String name, List<ParamSetRow> known) {
    this.cache = cache;
    this.name = name;
    this.known = known;
  }

  /**
   * The name, as in {@code @Generator}.
   *
   * @return the dataset's name
   */
  public String name() {
    return name;
  }

  /**
   * The parameter set of that number.
   *
   * @param number from 0, as {@code slurm-gen list} shows it
   * @return the parameter set
   * @throws UserError if there is none; lists the numbers
   */
  public ParamSet paramSet(long number) {
    cache.checkOpen();
    List<ParamSetRow> found = numbered(known, number);
    return find(found.isEmpty() ? numbered(rows(), number) : found, "number " + number);
  }

  private static List<ParamSetRow> numbered(List<ParamSetRow> sets, long number) {
    return sets.stream().filter(set -> set.number() == number).toList();
  }

  /**
   * The parameter set whose hash starts so.
   *
   * @param hashPrefix at least 6 hexadecimal digits
   * @return the parameter set
   * @throws UserError if there is none or more than one
   */
  public ParamSet paramSet(String hashPrefix) {
    Objects.requireNonNull(hashPrefix, "hashPrefix");
    if (!HASH_PREFIX.matcher(hashPrefix).matches()) {
      throw new UserError(
          "'" + hashPrefix + "' is no start of a hash: 6 to 64 digits of 0-9a-f are needed");
    }
    return find(
        rows().stream().filter(set -> set.hash().startsWith(hashPrefix)).toList(),
        "hash " + hashPrefix);
  }

  /**
   * The parameter set of these parameters; what is left out is at its default in Datasets.java.
   *
   * @param parameters names and values
   * @return the parameter set
   * @throws UserError if there are no samples of it, or the parameters are not the generator's
   */
  public ParamSet paramSet(Map<String, ?> parameters) {
    Objects.requireNonNull(parameters, "parameters");
    return ofParameters(generator -> generator.parametersOf(parameters));
  }

  /**
   * The parameter set of the parameters that an object holds in its public fields; what it lacks is
   * at its default in Datasets.java.
   *
   * @param parameters of the generator's parameter class, or of another one with such fields
   * @return the parameter set
   * @throws UserError if there are no samples of it, or the parameters are not the generator's
   */
  public ParamSet paramSetOf(Object parameters) {
    Objects.requireNonNull(parameters, "parameters");
    return ofParameters(generator -> generator.parametersOf(parameters));
  }

  private ParamSet ofParameters(Function<GeneratorMethod, Parameters> reading) {
    Parameters parameters =
        Cache.reading(
            () -> {
              DatasetSource source = DatasetSource.of(cache.directory().user());
              try (DatasetClasses classes = source.compile(cache.directory().classes())) {
                return reading.apply(classes.generator(name));
              }
            });
    return find(
        rows().stream().filter(set -> set.hash().equals(parameters.hash())).toList(),
        "parameters " + parameters.json());
  }

  private ParamSet find(List<ParamSetRow> found, String what) {
    if (found.size() == 1) {
      return new ParamSet(cache, found.get(0));
    }
    throw new UserError(
        "%s has %s parameter set with %s; there are %s"
            .formatted(
                name,
                found.isEmpty() ? "no" : "more than one",
                what,
                rows().stream()
                    .map(set -> set.number() + " (" + set.shortHash() + ")")
                    .collect(Collectors.joining(", "))));
  }

  private List<ParamSetRow> rows() {
    return cache.paramSets(name);
  }

  /** The parameter sets, by number. */
  @Override
  public Iterator<ParamSet> iterator() {
    return rows().stream().map(set -> new ParamSet(cache, set)).iterator();
  }

  /** Returns the dataset's name. */
  @Override
  public String toString() {
    return name;
  }
}

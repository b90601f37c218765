package io.slurmgen.cache;

import io.slurmgen.catalog.samples.Location;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.layout.ProposedCommand;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a preprocessor made of the samples of a {@link Group}, in the order of their sources.
 * Thread-safe.
 */
public final class Preprocessed {

  private final Cache cache;
  private final ParamSet paramSet;
  private final Group group;
  private final String name;

  Preprocessed(Cache cache, ParamSet paramSet, Group group, String name) {
    this.cache = cache;
    this.paramSet = paramSet;
    this.group = group;
    this.name = name;
  }

  /**
   * The preprocessor.
   *
   * @return its name, as in {@code @Preprocessor}
   */
  public String name() {
    return name;
  }

  /**
   * How many samples there are now.
   *
   * @return 0 or more
   */
  public long size() {
    return row().map(PreprocessedRow::samples).orElse(0L);
  }

  /**
   * All samples that there are now.
   *
   * @return the samples, perhaps none
   */
  public Samples get() {
    return Cache.reading(() -> load(locations(group.size())));
  }

  /**
   * What was made of the group's first samples.
   *
   * @param samples how many, 0 or more
   * @return that many samples
   * @throws InsufficientSamplesException if some of them were not preprocessed yet
   */
  public Samples get(long samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("samples: " + samples);
    }
    List<Location> locations = Cache.reading(() -> locations(samples));
    long available = Location.samples(locations);
    if (available < samples) {
      throw new InsufficientSamplesException(
          toString(), samples, available, Optional.empty(), command(samples));
    }
    return Cache.reading(() -> load(locations));
  }

  private Samples load(List<Location> locations) throws IOException {
    Optional<SubmissionRow.Preprocessing> made =
        row().map(row -> new SubmissionRow.Preprocessing(row.id(), group.name(), row.name()));
    return Slices.load(cache, new SegmentOwner(cache.directory(), paramSet.row(), made), locations);
  }

  private String command(long samples) {
    return ProposedCommand.command(
        cache.directory().user(),
        "preprocess",
        paramSet.row().dataset(),
        name,
        group.name(),
        Long.toString(samples),
        "-p",
        Integer.toString(paramSet.number()));
  }

  private List<Location> locations(long samples) throws IOException {
    Optional<GroupRow> source = group.row();
    Optional<PreprocessedRow> derived = row();
    return source.isEmpty() || derived.isEmpty()
        ? List.of()
        : cache
            .catalog()
            .orElseThrow()
            .locations()
            .of(paramSet.row(), source.get(), derived.get(), samples);
  }

  private Optional<PreprocessedRow> row() {
    return group.row().stream()
        .flatMap(row -> row.preprocessed().stream())
        .filter(row -> row.name().equals(name))
        .findFirst();
  }

  /** Returns a name such as noisy_sine 0 train (square_both). */
  @Override
  public String toString() {
    return group + " (" + name + ")";
  }
}

package io.slurmgen.cache;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.catalog.samples.SegmentOwner;
import io.slurmgen.model.GroupRow;
import io.slurmgen.submission.Shortage;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The samples of a {@link ParamSet} that bear the same label, such as train; or those without one,
 * raw. Its samples have a fixed order: by the move that brought them, then by their index. What is
 * moved in later comes last. Thread-safe.
 */
public final class Group implements Iterable<Preprocessed> {

  private final Cache cache;
  private final ParamSet paramSet;
  private final String name;

  Group(Cache cache, ParamSet paramSet, String name) {
    this.cache = cache;
    this.paramSet = paramSet;
    this.name = name;
  }

  /**
   * The label of its samples.
   *
   * @return the group's name
   */
  public String name() {
    return name;
  }

  /**
   * How many samples it has now.
   *
   * @return 0 or more
   */
  public long size() {
    return row().map(GroupRow::samples).orElse(0L);
  }

  /**
   * All samples that it has now.
   *
   * @return the samples, perhaps none
   */
  public Samples get() {
    return load(locations(Long.MAX_VALUE));
  }

  /**
   * Its first samples.
   *
   * @param samples how many, 0 or more
   * @return that many samples, always the same ones for a group that is not raw
   * @throws InsufficientSamplesException if it has fewer
   */
  public Samples get(long samples) {
    if (samples < 0) {
      throw new IllegalArgumentException("samples: " + samples);
    }
    List<Location> locations = locations(samples);
    long available = Location.samples(locations);
    if (available < samples) {
      throw insufficient(samples, available);
    }
    return load(locations);
  }

  private InsufficientSamplesException insufficient(long needed, long available) {
    Shortage shortage =
        Cache.reading(
            () ->
                name.equals(GroupRow.RAW)
                    ? Shortage.ofRaw(
                        cache.catalog().orElseThrow(), paramSet.row(), needed - available)
                    : Shortage.ofGroup(
                        cache.catalog().orElseThrow(),
                        paramSet.counts(),
                        name,
                        needed - available));
    return new InsufficientSamplesException(
        toString(), needed, available, shortage.time(), shortage.command());
  }

  private List<Location> locations(long samples) {
    Optional<Catalog> catalog = cache.catalog();
    return catalog.isEmpty()
        ? List.of()
        : Cache.reading(() -> catalog.get().locations().of(paramSet.row(), name, samples));
  }

  private Samples load(List<Location> locations) {
    SegmentOwner owner = new SegmentOwner(cache.directory(), paramSet.row(), Optional.empty());
    return Cache.reading(() -> Slices.load(cache, owner, locations));
  }

  /**
   * What a preprocessor made of this group.
   *
   * @param preprocessor as in {@code @Preprocessor}
   * @return the derived samples, none as long as it was not run
   */
  public Preprocessed preprocessed(String preprocessor) {
    Objects.requireNonNull(preprocessor, "preprocessor");
    return new Preprocessed(cache, paramSet, this, preprocessor);
  }

  /** The preprocessors that were run on this group. */
  @Override
  public Iterator<Preprocessed> iterator() {
    return row().map(GroupRow::preprocessed).orElse(List.of()).stream()
        .map(derived -> preprocessed(derived.name()))
        .iterator();
  }

  Optional<GroupRow> row() {
    return paramSet.find(name);
  }

  /** Returns a name such as noisy_sine 0 train. */
  @Override
  public String toString() {
    return paramSet.row().dataset() + " " + paramSet.number() + " " + name;
  }
}

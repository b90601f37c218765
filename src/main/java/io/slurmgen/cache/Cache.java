package io.slurmgen.cache;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.Counts;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.segment.Mappings;
import io.slurmgen.segment.SegmentFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The samples of a user's directory.
 *
 * <pre>{@code
 * try (Cache cache = Cache.open(Path.of("example"))) {
 *   Samples train = cache.dataset("noisy_sine").paramSet(0).group("train").get(1000);
 *   double[] x = train.features().toDoubleArray();
 *   double[] y = train.labels().toDoubleArray();
 * }
 * }</pre>
 *
 * <p>What it shows is the state at the moment of each call: samples that other processes generate
 * or move meanwhile are seen. Thread-safe. {@link Samples} can be read until the cache is closed;
 * arrays and objects taken from them stay. What fails at reading is an {@link
 * UncheckedIOException}, what a caller got wrong an {@link UserError}.
 */
public final class Cache implements Closeable, Iterable<Dataset> {

  private final CacheDirectory directory;
  private final boolean checksums;
  private final Map<String, SegmentFile> files = new HashMap<>();
  private final Mappings mappings = new Mappings();
  private Optional<Catalog> catalog = Optional.empty();
  private boolean closed;

  private Cache(CacheDirectory directory, boolean checksums) {
    this.directory = directory;
    this.checksums = checksums;
  }

  /**
   * Opens the cache of a directory. There need not be any samples in it yet.
   *
   * @param directory the directory with Datasets.java
   * @return the cache, to be closed by the caller
   * @throws UserError if there is no such directory, or a newer slurm-gen wrote its catalog
   * @throws UncheckedIOException if the catalog cannot be opened
   */
  public static Cache open(Path directory) {
    return open(directory, true);
  }

  /**
   * As {@link #open}, but samples are loaded without comparing the CRC-32C of each chunk with its
   * bytes: a little faster, for disks that are trusted or check by themselves.
   *
   * @param directory the directory with Datasets.java
   * @return the cache, to be closed by the caller
   * @throws UserError as {@link #open}
   */
  public static Cache openWithoutChecksums(Path directory) {
    return open(directory, false);
  }

  private static Cache open(Path directory, boolean checksums) {
    Objects.requireNonNull(directory, "directory");
    if (!Files.isDirectory(directory)) {
      throw new UserError(directory + " is not a directory; name the one with Datasets.java");
    }
    Cache cache = new Cache(new CacheDirectory(directory), checksums);
    cache.catalog();
    return cache;
  }

  /**
   * The dataset of that name.
   *
   * @param name as in {@code @Generator}
   * @return the dataset
   * @throws UserError if no samples of it were generated; lists those that were
   */
  public Dataset dataset(String name) {
    Objects.requireNonNull(name, "name");
    List<ParamSetRow> sets = paramSets(name);
    if (sets.isEmpty()) {
      List<String> names = datasets().stream().map(Dataset::name).toList();
      throw new UserError(
          "no samples of a dataset '%s' in %s; %s"
              .formatted(
                  name,
                  directory.user(),
                  names.isEmpty()
                      ? "none were generated yet: see slurm-gen generate --help"
                      : "there are " + String.join(", ", names)));
    }
    return new Dataset(this, name, sets);
  }

  /** The datasets with samples, by name. */
  @Override
  public Iterator<Dataset> iterator() {
    return datasets().iterator();
  }

  private List<Dataset> datasets() {
    Map<String, List<ParamSetRow>> sets =
        paramSets(Counts::all)
            .collect(groupingBy(ParamSetRow::dataset, LinkedHashMap::new, toList()));
    return sets.entrySet().stream()
        .map(entry -> new Dataset(this, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The parameter sets of a dataset, none where there is no such dataset. */
  List<ParamSetRow> paramSets(String dataset) {
    return paramSets(counts -> counts.of(dataset)).toList();
  }

  private Stream<ParamSetRow> paramSets(CountsQuery query) {
    Optional<Catalog> present = catalog();
    return present.isEmpty()
        ? Stream.empty()
        : reading(() -> query.of(present.get().counts())).stream().map(ParamSetCounts::paramSet);
  }

  /** Asks which parameter sets there are. */
  private interface CountsQuery {
    List<ParamSetCounts> of(Counts counts) throws IOException;
  }

  /** The catalog, as soon as there is one. */
  synchronized Optional<Catalog> catalog() {
    checkOpen();
    if (catalog.isEmpty()) {
      catalog = reading(() -> Catalog.open(directory, Clock.systemUTC()));
    }
    return catalog;
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the cache of " + directory.user() + " is closed");
    }
  }

  CacheDirectory directory() {
    return directory;
  }

  boolean checksums() {
    return checksums;
  }

  /** The segment of a place, as far as it is recorded; stays open as long as the cache. */
  SegmentFile segment(Location location) throws IOException {
    if (!isSeen(location)) {
      Optional<String> unseen =
          catalog().orElseThrow().arrival().await(location.segment(), location.toBytes());
      if (unseen.isPresent()) {
        throw new IOException(unseen.get());
      }
    }
    return segment(location.segment());
  }

  private synchronized boolean isSeen(Location location) {
    SegmentFile known = files.get(location.segment());
    return known != null && known.seenBytes() >= location.toBytes();
  }

  private synchronized SegmentFile segment(String path) throws IOException {
    checkOpen();
    SegmentFile segment = files.get(path);
    if (segment == null) {
      segment = SegmentFile.open(directory.segment(path), mappings);
      files.put(path, segment);
    }
    return segment;
  }

  /** Something that reads files. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  static <T> T reading(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the catalog and the segments. */
  @Override
  public synchronized void close() {
    closed = true;
    files.values().forEach(SegmentFile::close);
    files.clear();
    if (catalog.isPresent()) {
      reading(
          () -> {
            catalog.get().close();
            return null;
          });
    }
  }

  /** Returns the directory of this cache. */
  @Override
  public String toString() {
    return directory.user().toString();
  }
}

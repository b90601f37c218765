package io.slurmgen.cache;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredSamples;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Samples of one parameter set and group, in a fixed order. They stay in the mapped files until a
 * method asks for them: this object takes some tens of bytes for each chunk that was read, and four
 * for each sample once they are {@link #shuffled}. What methods return is not kept here.
 *
 * <pre>{@code
 * double[] x = samples.features().toDoubleArray();
 * samples.shuffled(1).batches(100).forEach(batch -> train(batch.features().toFloatMatrix()));
 * for (var s : samples.stream(Point.class, Double.class).toList()) { … }
 * }</pre>
 *
 * <p>Safe for any number of threads, and usable until its {@code Cache} is closed. Reading throws
 * {@link UncheckedIOException} when a file cannot be read or, found by the checksum of a chunk that
 * is read for the first time, is damaged.
 *
 * <p>There may be more samples than a Java array holds. Methods that return an array then throw
 * {@link IllegalStateException}; {@link #stream()} and {@link #batches} work with any number.
 */
public final class Samples {
  private final Optional<StoredSamples> stored;
  private final RowOrder rows;

  private Samples(Optional<StoredSamples> stored, RowOrder rows) {
    this.stored = stored;
    this.rows = rows;
  }

  /** The samples of some slices, one after another, perhaps none. */
  Samples(List<Slice> slices, boolean checkCrc) {
    this(
        slices.isEmpty() ? Optional.empty() : Optional.of(StoredSamples.of(slices, checkCrc)),
        RowOrder.stored(slices.stream().mapToLong(Slice::samples).sum()));
  }

  /**
   * The number of samples.
   *
   * @return at least 0
   */
  public long size() {
    return rows.size();
  }

  /** The places of the samples; there must be some. */
  StoredSamples stored() {
    return stored.orElseThrow();
  }

  /** Which of the stored ones, in which order. */
  RowOrder rows() {
    return rows;
  }

  /**
   * The features of all samples.
   *
   * @return a column of {@link #size} values
   */
  public Column features() {
    return new Column(stored.map(StoredSamples::features), "features", rows);
  }

  /**
   * The labels of all samples.
   *
   * @return a column of {@link #size} values
   */
  public Column labels() {
    return new Column(stored.map(StoredSamples::label), "label", rows);
  }

  /**
   * One sample, as an element of {@link #stream()}.
   *
   * @param index 0 to size - 1
   * @return the sample
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public Sample<Object, Object> get(long index) {
    RowOrder one = rows.part(index, 1);
    return Cache.reading(
        () -> stored.orElseThrow().read(Object.class, Object.class).get(one.row(0)));
  }

  /**
   * The samples as natural objects: boxed numbers and booleans, String (also for enum constants),
   * arrays of primitives, an ordered {@code Map<String, Object>} for records, and Jackson's {@code
   * JsonNode} for everything that is stored as JSON.
   *
   * @return a stream that reads on demand, and may be parallel
   */
  public Stream<Sample<Object, Object>> stream() {
    return stream(Object.class, Object.class);
  }

  /**
   * The samples as objects of given classes. Records are made by their canonical constructor, each
   * component found by its name; stored components that the record does not have are left out. Enum
   * constants are found by name, and JSON is read by Jackson. Numbers are not converted.
   *
   * @param <X> the features' class
   * @param <Y> the labels' class
   * @param features the features' class, primitive or not, such as {@code double.class}
   * @param label the labels' class
   * @return a stream that reads on demand, and may be parallel
   * @throws IllegalArgumentException if a class does not fit what is stored; says why
   */
  public <X, Y> Stream<Sample<X, Y>> stream(Class<X> features, Class<Y> label) {
    stored.ifPresent(s -> s.read(features, label)); // now rather than at the first sample
    @SuppressWarnings("unchecked") // the cursor reads these very classes
    Stream<Sample<X, Y>> typed =
        (Stream<Sample<X, Y>>)
            (Stream<?>)
                stored
                    .map(s -> StreamSupport.stream(new Rows(s, rows, features, label), false))
                    .orElseGet(Stream::empty);
    return typed;
  }

  /**
   * The same samples in a random order, the same one whenever the seed and the samples are: it does
   * not depend on the machine or the version of Java. Takes four bytes of memory per sample.
   *
   * @param seed any number
   * @return a view
   * @throws IllegalStateException if there are more than 2,147,483,639 samples
   */
  public Samples shuffled(long seed) {
    return new Samples(stored, rows.shuffled(seed));
  }

  /**
   * Some consecutive samples.
   *
   * @param from the first one's index
   * @param to the index behind the last one's
   * @return a view of {@code to - from} samples
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public Samples range(long from, long to) {
    return new Samples(stored, rows.part(from, to - from));
  }

  /**
   * Consecutive batches of these samples. Each is a view: what was read for it is the caller's, and
   * is not kept here. A parallel stream of them reads on all cores: {@code
   * batches(1000).parallel().map(batch -> batch.features().toFloatMatrix()).toList()}.
   *
   * @param size samples in each batch; in the last one, perhaps fewer
   * @return as many batches as it takes, in a stream that may be parallel
   * @throws IllegalArgumentException if the size is less than 1
   */
  public Stream<Samples> batches(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("a batch needs a sample: " + size);
    }
    long count = (size() + size - 1) / size;
    return LongStream.range(0, count)
        .mapToObj(i -> range(i * size, Math.min(size(), (i + 1) * size)));
  }

  /** Returns a text such as 720 samples. */
  @Override
  public String toString() {
    return size() + (size() == 1 ? " sample" : " samples");
  }
}

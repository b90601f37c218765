package io.slurmgen.bench;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Loading all raw samples of a dataset to arrays, and copying as many bytes from mappings of the
 * same segments to arrays of the same shape. Both make their arrays anew each time, in a heap whose
 * pages have all been touched, and read pages of files that are in memory.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@State(Scope.Benchmark)
public class LoadBenchmark {
  private static final int PIXELS = 784;
  private static final int BATCH = 1_000;

  @Param("")
  public String directory;

  private Cache cache;
  private List<MappedByteBuffer> mappings;
  private int size;

  @Setup(Level.Trial)
  public void open() throws IOException {
    cache = Cache.openWithoutChecksums(Path.of(directory));
    mappings = map(Path.of(directory));
    size = (int) raw(cache).size();
  }

  @TearDown(Level.Trial)
  public void close() {
    cache.close();
  }

  private static Samples raw(Cache cache) {
    return cache.iterator().next().paramSet(0).raw().get();
  }

  @Benchmark
  public Object[] load() {
    return columns(cache);
  }

  @Benchmark
  public Object[] copy() {
    return copy(mappings);
  }

  /** A cache whose files are mapped anew and whose chunks are unchecked. */
  @State(Scope.Benchmark)
  public static class Fresh {
    private Cache cache;
    private List<MappedByteBuffer> mappings;

    @Setup(Level.Invocation)
    public void open(LoadBenchmark all) throws IOException {
      cache = Cache.open(Path.of(all.directory));
      mappings = map(Path.of(all.directory));
    }

    @TearDown(Level.Invocation)
    public void close() {
      cache.close();
    }
  }

  @Benchmark
  public Object[] loadChecked(Fresh fresh) {
    return columns(fresh.cache);
  }

  @Benchmark
  public Object[] copyMappedAnew(Fresh fresh) {
    return copy(fresh.mappings);
  }

  private static Object[] columns(Cache cache) {
    Samples samples = raw(cache);
    return new Object[] {samples.features().toDoubleArray(), samples.labels().toDoubleArray()};
  }

  @Benchmark
  public Object[] loadWide() {
    Samples samples = raw(cache);
    return new Object[] {samples.features().toFloatMatrix(), samples.labels().toIntArray()};
  }

  @Benchmark
  public Object[] loadWideBatches() {
    Samples samples = raw(cache);
    List<float[][]> batches =
        samples.batches(BATCH).parallel().map(batch -> batch.features().toFloatMatrix()).toList();
    return new Object[] {batches, samples.labels().toIntArray()};
  }

  @Benchmark
  public Object[] loadWideArray() {
    Samples samples = raw(cache);
    return new Object[] {samples.features().toFloatArray(), samples.labels().toIntArray()};
  }

  private Object[] copy(List<MappedByteBuffer> from) {
    return new Object[] {copyDoubles(from, 0), copyDoubles(from, from.size() / 2)};
  }

  /** As many numbers as there are samples, from so many mappings as half of them take. */
  private double[] copyDoubles(List<MappedByteBuffer> from, int mapping) {
    double[] column = new double[size];
    for (int at = 0; at < size; mapping++) {
      DoubleBuffer numbers = from.get(mapping).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
      int count = Math.min(numbers.capacity(), size - at);
      numbers.get(0, column, at, count);
      at += count;
    }
    return column;
  }

  @Benchmark
  public Object[] copyWide() {
    float[][] rows = new float[size][];
    int row = 0;
    for (int mapping = 0; row < size; mapping++) {
      FloatBuffer numbers = mappings.get(mapping).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      for (int at = 0; at + PIXELS <= numbers.capacity() && row < size; at += PIXELS) {
        rows[row] = new float[PIXELS];
        numbers.get(at, rows[row++]);
      }
    }
    int[] labels = new int[size];
    mappings.get(0).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(0, labels);
    return new Object[] {rows, labels};
  }

  private static List<MappedByteBuffer> map(Path directory) throws IOException {
    List<MappedByteBuffer> mappings = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory.resolve(".slurm_cache"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".arrows")).toList()) {
        try (FileChannel channel = FileChannel.open(file)) {
          mappings.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
      }
    }
    return mappings;
  }
}

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Samples;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Loads all raw samples of noisy_sine 0 as two arrays, and copies as many bytes from mappings of
 * the same segment files to arrays of the same size, in turns.
 *
 * <p>Both make their arrays anew each time, and both read pages that are in memory already. Prints
 * the medians in milliseconds; ends with exit code 1 where loading takes more than the given bound
 * times as long as copying.
 */
public class LoadBench {
  private static final int ROUNDS = 61;
  private static final int WARM_UP = 60;

  /** Takes the directory with the cache, and the bound. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    double bound = Double.parseDouble(args[1]);
    List<MappedByteBuffer> mappings = map(directory.resolve(".slurm_cache/noisy_sine"));
    double[] load = new double[ROUNDS];
    double[] open = new double[ROUNDS];
    double[] copy = new double[ROUNDS];
    int size = 0;
    try (Cache cache = Cache.open(directory)) {
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        int slot = Math.max(round, 0);
        long start = System.nanoTime();
        size = load(cache);
        load[slot] = millisSince(start);
        start = System.nanoTime();
        copy(mappings, size);
        copy[slot] = millisSince(start);
        start = System.nanoTime();
        try (Cache fresh = Cache.open(directory)) {
          load(fresh);
        }
        open[slot] = millisSince(start);
      }
    }
    double ratio = median(load) / median(copy);
    print(
        "load %d samples: %.1f ms, copy their bytes: %.1f ms, ratio %.2f (at most %.1f)%n",
        size, median(load), median(copy), ratio, bound);
    print("the same with Cache.open and close, which map every file anew: %.1f ms%n", median(open));
    System.exit(ratio <= bound ? 0 : 1);
  }

  private static int load(Cache cache) {
    Samples samples = cache.dataset("noisy_sine").paramSet(0).raw().get();
    double[] x = samples.features().toDoubleArray();
    double[] y = samples.labels().toDoubleArray();
    if (x[x.length - 1] == 0 && y[y.length - 1] == 0) {
      throw new AssertionError("the last sample was not loaded");
    }
    return x.length;
  }

  private static void copy(List<MappedByteBuffer> mappings, int size) {
    double[][] columns = {new double[size], new double[size]};
    int mapping = 0;
    int from = 0;
    for (double[] column : columns) {
      for (int to = 0; to < size; ) {
        MappedByteBuffer bytes = mappings.get(mapping);
        int count = Math.min((bytes.capacity() - from) / Double.BYTES, size - to);
        bytes
            .slice(from, count * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asDoubleBuffer()
            .get(column, to, count);
        to += count;
        from += count * Double.BYTES;
        if (bytes.capacity() - from < Double.BYTES) {
          mapping++;
          from = 0;
        }
      }
    }
  }

  private static List<MappedByteBuffer> map(Path segments) throws IOException {
    List<MappedByteBuffer> mappings = new ArrayList<>();
    try (Stream<Path> files = Files.walk(segments)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".arrows")).toList()) {
        try (FileChannel channel = FileChannel.open(file)) {
          mappings.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
      }
    }
    return mappings;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}

package io.slurmgen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One of JMH's benchmarks of loading, in a JVM of its own.
 *
 * @param name its method
 * @param directory the cache that it loads
 * @param heap of the JVM, touched before it begins
 * @param flags of the JVM besides
 */
record Microbenchmark(String name, Path directory, String heap, List<String> flags) {
  private static final String JMH = "org.openjdk.jmh.Main";

  /** What reads the catalog is called too seldom to be compiled to the end in less. */
  private static final String WARM_UP = "10s";

  /** A parallel stream runs in its caller then, and in no thread besides. */
  private static final String NO_COMMON_POOL =
      "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0";

  /** Copies the list. */
  Microbenchmark {
    flags = List.copyOf(flags);
  }

  /** With the flags that each of them has. */
  static Microbenchmark of(String name, Path directory, String heap) {
    return new Microbenchmark(name, directory, heap, List.of());
  }

  /** The same where only the thread that calls works. */
  Microbenchmark inOneThread() {
    return new Microbenchmark(name, directory, heap, List.of(NO_COMMON_POOL));
  }

  /**
   * Milliseconds that a call takes with everything warm: the average of some hundred calls, and of
   * such averages the median, as other machines on the same host are felt for a while.
   */
  double millis(Place place) throws Exception {
    Path result = place.data().resolve("jmh.json");
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    place.shell().run(place.java(all, JMH, words(result)));
    JsonNode metric = new ObjectMapper().readTree(Files.readString(result)).at("/0/primaryMetric");
    JsonNode averages = metric.at("/rawData/0");
    return Turns.median(
        IntStream.range(0, averages.size())
            .mapToDouble(i -> averages.get(i).doubleValue())
            .toArray());
  }

  private String[] words(Path result) {
    List<String> words = new ArrayList<>();
    words.add("io.slurmgen.bench.LoadBenchmark." + name + "$");
    words.addAll(List.of("-p", "directory=" + directory, "-f", "0", "-foe", "true"));
    words.addAll(List.of("-wi", "1", "-w", WARM_UP, "-i", "11", "-r", "300ms"));
    words.addAll(List.of("-rf", "json", "-rff", result.toString()));
    return words.toArray(String[]::new);
  }
}

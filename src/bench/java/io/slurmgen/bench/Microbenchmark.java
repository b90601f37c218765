package io.slurmgen.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of JMH's benchmarks of loading, in a JVM of its own.
 *
 * @param name its method
 * @param directory the cache that it loads
 * @param heap of the JVM, touched before it begins
 */
record Microbenchmark(String name, Path directory, String heap) {
  private static final String JMH = "org.openjdk.jmh.Main";

  /** Milliseconds that one call takes on average, with everything warm. */
  double millis(Place place) throws Exception {
    Path result = place.data().resolve("jmh.json");
    List<String> command =
        new ArrayList<>(
            place.java(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"), JMH));
    command.add("io.slurmgen.bench.LoadBenchmark." + name + "$");
    command.addAll(List.of("-p", "directory=" + directory, "-f", "0", "-foe", "true"));
    command.addAll(List.of("-wi", "4", "-w", "500ms", "-i", "4", "-r", "500ms"));
    command.addAll(List.of("-rf", "json", "-rff", result.toString()));
    place.shell().millis(command);
    return new ObjectMapper()
        .readTree(Files.readString(result))
        .get(0)
        .get("primaryMetric")
        .get("score")
        .doubleValue();
  }
}

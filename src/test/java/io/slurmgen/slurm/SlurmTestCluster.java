package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that {@code tools/slurm-cluster start} made for the tests: nodes n1 to n4, two CPUs
 * each. Only a cluster named by SLURM_CLUSTER_DIR is used, never one that happens to be configured.
 */
public final class SlurmTestCluster {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path directory;
  private final Map<String, String> environment;

  private SlurmTestCluster(Path directory) {
    this.directory = directory;
    this.environment = new HashMap<>(System.getenv());
  }

  /** The running cluster, if there is one. */
  public static Optional<SlurmTestCluster> find() {
    String directory = System.getenv("SLURM_CLUSTER_DIR");
    return directory != null && Files.exists(Path.of(directory, "slurm.conf"))
        ? Optional.of(new SlurmTestCluster(Path.of(directory)))
        : Optional.empty();
  }

  /** The running cluster, in a test that {@link RequiresSlurm}. */
  public static SlurmTestCluster get() {
    return find().orElseThrow();
  }

  /** The variables with which Slurm's commands reach it. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  public boolean hasAccounting() {
    return Files.exists(directory.resolve("slurmdbd.conf"));
  }

  /** Whether tasks that take too much memory end as OUT_OF_MEMORY. */
  public boolean limitsMemory() {
    return Files.exists(directory.resolve("cgroup.conf"));
  }

  public Slurm slurm() throws IOException {
    return Slurm.find(environment).orElseThrow();
  }

  /** Runs one of Slurm's commands, which must succeed, and returns what it prints. */
  public String run(String... words) throws IOException {
    SlurmCommand.Output output = new SlurmCommand(List.of(words), environment, PATIENCE).run();
    assertEquals(0, output.exit(), () -> String.join(" ", words) + ": " + output.err());
    return output.out().strip();
  }

  /** Ends a node's slurmd as a crash would; the tasks on it live on. */
  public void crashNode(String node) throws IOException {
    script("stop-node", node);
  }

  /** Starts a crashed node again, and waits until it is back. */
  public void restoreNode(String node) throws IOException {
    script("start-node", node);
  }

  private void script(String verb, String node) throws IOException {
    Path script = Path.of("tools", "slurm-cluster").toAbsolutePath();
    List<String> words = new ArrayList<>(List.of("bash", script.toString(), verb, node));
    words.add(directory.toString());
    run(words.toArray(String[]::new));
  }
}

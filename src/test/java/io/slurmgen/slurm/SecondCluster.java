package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.slurm.value.JobId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Another cluster than the one of the tests, with a name and job ids of its own. */
public final class SecondCluster implements Closeable {
  public static final String NAME = "second";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path directory;

  private SecondCluster(Path directory) {
    this.directory = directory;
  }

  /** Starts it with a job that waits until it is released. */
  public static SecondCluster with(JobId id, String name) throws IOException {
    // Sockets lie in it, whose paths must be short.
    SecondCluster cluster =
        new SecondCluster(Files.createTempDirectory(Path.of("/tmp"), "slurm2."));
    cluster.script("start", "--name=" + NAME, "--first-job=" + id);
    cluster.hold(name);
    return cluster;
  }

  private void script(String verb, String... options) throws IOException {
    Path script = Path.of("tools", "slurm-cluster").toAbsolutePath();
    List<String> words = new ArrayList<>(List.of("bash", script.toString(), verb));
    words.addAll(List.of(options));
    words.add(directory.toString());
    run(words.toArray(String[]::new));
  }

  /** Its slurm.conf. */
  public Path configuration() {
    return directory.resolve("slurm.conf");
  }

  private void hold(String name) throws IOException {
    run("sbatch", "--hold", "--job-name=" + name, "--output=/dev/null", "--wrap=sleep 1000");
  }

  /** What a job is, as in "a PENDING". */
  public String nameAndState(JobId id) throws IOException {
    return run("squeue", "--noheader", "--states=all", "--format=%j %T", "--jobs=" + id).strip();
  }

  private String run(String... words) throws IOException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("SLURM_CONF", configuration().toString());
    SlurmCommand.Output output = new SlurmCommand(List.of(words), environment, PATIENCE).run();
    assertEquals(0, output.exit(), () -> String.join(" ", words) + ": " + output.err());
    return output.out();
  }

  @Override
  public void close() throws IOException {
    script("stop");
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

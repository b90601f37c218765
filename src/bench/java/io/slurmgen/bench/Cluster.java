package io.slurmgen.bench;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Slurm on this machine, in a directory of its own, which ends with {@link #close}. */
final class Cluster implements AutoCloseable {
  /** Held, so that nothing runs beside what is measured. */
  private static final String HELD = "--hold --qos=normal";

  private static final Pattern VARIABLE = Pattern.compile("export SLURM_CONF='([^']*)'");

  private final Place place;
  private final Path directory;
  private final Shell shell;

  private Cluster(Place place, Path directory, Shell shell) {
    this.place = place;
    this.directory = directory;
    this.shell = shell;
  }

  /** Installs Slurm where it is missing, as tools/test does, and starts it. */
  static Cluster start(Place place) throws IOException, InterruptedException {
    Path directory =
        Files.createTempDirectory(
            Path.of("/tmp"),
            "slurm-gen-bench",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    place.shell().run(script(place, "install"));
    String variables =
        place.shell().output(script(place, "start", directory.resolve("slurm").toString()));
    String conf =
        VARIABLE
            .matcher(variables)
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElseThrow(() -> new IOException("no SLURM_CONF in: " + variables));
    return new Cluster(place, directory, place.shell().with("SLURM_CONF", conf));
  }

  private static List<String> script(Place place, String... words) {
    List<String> command = new ArrayList<>(List.of("bash"));
    command.add(place.root().resolve("tools/slurm-cluster").toString());
    command.addAll(List.of(words));
    return command;
  }

  /**
   * Submits jobs of one sample each, which do not start.
   *
   * @return how many milliseconds that took
   */
  double submit(Path cache, String dataset, int jobs) throws IOException, InterruptedException {
    return shell.millis(
        place.tool(
            cache,
            "generate",
            dataset,
            "-n",
            Integer.toString(jobs),
            "--njobs",
            Integer.toString(jobs),
            "--time",
            "1",
            "--executor",
            "slurm",
            "--sbatch",
            HELD));
  }

  /** The batch script of the only array of a submission. */
  static Path script(Path cache, int submission) throws IOException {
    Path folder = cache.resolve(".slurm_cache/.submissions/" + submission);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sh")).findFirst().orElseThrow();
    }
  }

  /** Ends what a cache has submitted. */
  void cancel(Path cache, int submission) throws IOException, InterruptedException {
    shell.run(place.tool(cache, "cancel", Integer.toString(submission)));
  }

  @Override
  public void close() throws IOException {
    try {
      place.shell().run(script(place, "stop", directory.resolve("slurm").toString()));
      Shell.delete(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(directory + " is left");
    }
  }
}

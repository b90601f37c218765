package io.slurmgen.doctor;

import io.slurmgen.disk.DurableFile;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.BatchScript;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.value.ArraySpec;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.TaskEnvironment;
import io.slurmgen.slurm.value.TimeLimit;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A job of one task that plays the guest of a probe, and its files, in a folder of their own below
 * the cache directory. Closing removes them, but for what a node still writes.
 */
final class ProbeJob implements Closeable {

  private static final TimeLimit TIME = new TimeLimit(Duration.ofMinutes(5));

  private final Path folder;
  private final Sbatch sbatch;

  private ProbeJob(Path folder, Sbatch sbatch) {
    this.folder = folder;
    this.sbatch = sbatch;
  }

  /** Writes the files of a job that is not submitted yet. */
  static ProbeJob in(
      CacheDirectory directory,
      List<String> guest,
      List<String> sbatchOptions,
      Map<String, String> environment)
      throws IOException {
    String name = "slurm-gen-doctor-" + UUID.randomUUID();
    Path folder = directory.withoutLinks(directory.trials().resolve(name));
    Files.createDirectories(folder);
    List<String> words = new ArrayList<>(guest);
    words.add(folder.resolve("probe").toString());
    ProbeJob job =
        new ProbeJob(
            folder,
            new Sbatch(
                name,
                ArraySpec.of(List.of(0), 2, 0).get(0),
                TIME,
                MemorySize.CLUSTER_DEFAULT,
                Duration.ofSeconds(10),
                sbatchOptions,
                folder.resolve("script.sh"),
                folder.resolve("environment"),
                directory.user(),
                folder));
    write(job.sbatch.script(), new BatchScript(List.of(), words, 0).render());
    write(job.sbatch.environment(), TaskEnvironment.of(environment).render());
    return job;
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  Sbatch sbatch() {
    return sbatch;
  }

  Path probeFolder() {
    return folder.resolve("probe");
  }

  /** Returns the job's output, empty where it has not started. */
  String output() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files()) {
      if (file.toString().endsWith(".log")) {
        text.append(Files.readString(file));
      }
    }
    return text.toString().strip();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      for (Path file : files()) {
        Files.deleteIfExists(file);
      }
      Files.delete(folder);
      Files.delete(folder.getParent());
    } catch (DirectoryNotEmptyException nodeOrOtherDoctorStillWrites) {
      // Small, and in nobody's way.
    }
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.TwoMounts;
import io.slurmgen.TwoMounts.Kept;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Submissions on node 1 of two that share a directory, whose tasks run on node 2: a wrapper of Java
 * that the setup brings takes them there, as soon as they may start.
 */
abstract class TwoNodeCase {
  @TempDir Path temporary;
  private Optional<TwoMounts> mounts = Optional.empty();
  ClusterDirectory directory;

  void start(Kept kept) throws Exception {
    TwoMounts two = TwoMounts.start(temporary.resolve("nodes"), kept);
    mounts = Optional.of(two);
    Path user = Files.createDirectory(two.shared().resolve("user"));
    directory = ClusterDirectory.at(user, temporary.resolve("gate"));
    runTasksOn(2);
    letTasksStart();
  }

  /** Keeps tasks that Slurm starts from now on from starting Java. */
  void holdTasks() throws IOException {
    Files.delete(mayStart());
  }

  void letTasksStart() throws IOException {
    Files.createFile(mayStart());
  }

  private Path mayStart() {
    return temporary.resolve("tasks-may-start");
  }

  private void runTasksOn(int node) throws IOException {
    Path java = Files.createDirectories(temporary.resolve("bin" + node)).resolve("java");
    String command =
        "while [ ! -e %s ]; do sleep 0.05; done\nexec %s %s/bin/java \"$@\"\n"
            .formatted(
                mayStart(),
                String.join(" ", mounts.orElseThrow().on(node)),
                System.getProperty("java.home"));
    Files.writeString(java, "#!/bin/sh\n" + command);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path source = directory.path().resolve("Datasets.java");
    String setup = "$1, setup = {\"PATH=%s:\\$PATH\"}, memPerCpu".formatted(java.getParent());
    Files.writeString(
        source,
        Files.readString(source)
            .replaceAll("(cacheEvery = \\d+)(, setup = .*)?, memPerCpu", setup));
  }

  @AfterEach
  void stop() throws IOException {
    try {
      if (directory != null) {
        directory.close();
      }
    } finally {
      if (mounts.isPresent()) {
        mounts.get().close();
      }
    }
  }

  /** The words of a submission of 40 samples. */
  String[] generation(String params, int jobs) {
    return new String[] {
      "generate",
      "gated",
      "--params",
      params,
      "-n",
      "40",
      "--njobs",
      Integer.toString(jobs),
      "--seed",
      ClusterDirectory.SEED,
      "--executor",
      "slurm",
      "--time",
      "10"
    };
  }

  UserDirectory.Result generate(String params, int jobs) {
    UserDirectory.Result result = directory.run(generation(params, jobs));
    assertEquals(ExitCode.DONE, result.exitCode(), result.out() + result.err());
    return result;
  }

  Optional<NodeProbe> kept() throws IOException {
    try (Catalog catalog = directory.catalog()) {
      return catalog.nodeProbes().newest(FileSystemKind.of(directory.path()));
    }
  }

  CacheDirectory cache() {
    return new CacheDirectory(directory.path());
  }

  void assertNoProbeIsLeft() throws IOException {
    try (Stream<Path> probes = Files.list(cache().probes())) {
      assertEquals(List.of(), probes.toList());
    }
  }

  UserDirectory.Result awaitAll(long submission) throws IOException {
    UserDirectory.Result ended = directory.run("wait", "--poll", "1", Long.toString(submission));
    String seen = ended + directory.log(submission, 0);
    assertTrue(ended.out().contains("40 of 40 samples"), seen);
    return ended;
  }
}

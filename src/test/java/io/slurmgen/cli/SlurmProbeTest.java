package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.TwoMounts.Kept;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Submissions on node 1 of two that share a directory, whose tasks run on node 2: a wrapper of Java
 * that the setup brings takes them there.
 */
@RequiresSlurm
@RequiresTwoMounts
class SlurmProbeTest {
  @TempDir Path temporary;
  private Optional<TwoMounts> mounts = Optional.empty();
  private ClusterDirectory directory;

  private void start(Kept kept) throws Exception {
    TwoMounts two = TwoMounts.start(temporary.resolve("nodes"), kept);
    mounts = Optional.of(two);
    Path user = Files.createDirectory(two.shared().resolve("user"));
    directory = ClusterDirectory.at(user, temporary.resolve("gate"));
    runTasksOn(2);
  }

  private void runTasksOn(int node) throws IOException {
    Path java = Files.createDirectories(temporary.resolve("bin" + node)).resolve("java");
    String command =
        "exec %s %s/bin/java \"$@\"\n"
            .formatted(
                String.join(" ", mounts.orElseThrow().on(node)), System.getProperty("java.home"));
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

  private UserDirectory.Result generate(String params, int jobs) {
    UserDirectory.Result result =
        directory.run(
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
            "10");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out() + result.err());
    return result;
  }

  private Optional<NodeProbe> kept() throws IOException {
    try (Catalog catalog = directory.catalog()) {
      return catalog.nodeProbes().newest(FileSystemKind.of(directory.path()));
    }
  }

  private CacheDirectory cache() {
    return new CacheDirectory(directory.path());
  }

  private void assertNoProbeIsLeft() throws IOException {
    try (Stream<Path> probes = Files.list(cache().probes())) {
      assertEquals(List.of(), probes.toList());
    }
  }

  @Test
  void tasksRecordWhereTheFirstOneSeesWhatThisNodeHasWritten() throws Exception {
    start(Kept.UNTIL_OPENED);
    String first = generate(directory.params("text", "a"), 2).err();
    assertTrue(first.contains("waiting up to 60 s for the first task"), first);
    assertTrue(first.contains("and this node can take turns"), first);
    NodeProbe probe = kept().orElseThrow();
    assertEquals(CoherenceVerdict.COHERENT, probe.verdict());
    assertTrue(probe.taskNode().matches("n[1-4]"), probe.taskNode());
    assertNoProbeIsLeft();
    awaitAll(1);
    String second = generate(directory.params("text", "b"), 1).err();
    assertFalse(second.contains("waiting up to"), second);
    assertFalse(Files.exists(cache().attempts()));
    awaitAll(2);
    assertFalse(directory.run("list").err().contains("only append"));
    directory.done("verify");
  }

  private UserDirectory.Result awaitAll(long submission) throws IOException {
    UserDirectory.Result ended = directory.run("wait", "--poll", "1", Long.toString(submission));
    String seen = ended + directory.log(submission, 0);
    assertTrue(ended.out().contains("40 of 40 samples"), seen);
    return ended;
  }

  @Test
  void tasksOnlyAppendWhereTheFirstOneSeesWhatWasBefore() throws Exception {
    start(Kept.ALL);
    String first = generate(directory.params("text", "a"), 2).err();
    assertAppends(first);
    assertEquals(CoherenceVerdict.STALE, kept().map(NodeProbe::verdict).orElseThrow(), first);
    assertAppends(awaitAll(1).err());
    for (String verb : List.of("status", "list")) {
      UserDirectory.Result result = directory.run(verb);
      assertEquals(ExitCode.DONE, result.exitCode(), result.err());
      assertAppends(result.err());
    }
    String second = generate(directory.params("text", "b"), 1).err();
    assertFalse(second.contains("waiting up to"), second);
    assertAppends(second);
    assertAppends(awaitAll(2).err());
    UserDirectory.Result verified = directory.run("verify");
    assertEquals(ExitCode.DONE, verified.exitCode(), verified.out());
  }

  private static void assertAppends(String said) {
    assertTrue(said.contains("tasks on this file system (fuse.glusterfs, rw,"), said);
    assertTrue(said.contains(") only append, commands run here record what they make"), said);
    assertTrue(said.contains("mount it with fopen-keep-cache=off"), said);
  }
}

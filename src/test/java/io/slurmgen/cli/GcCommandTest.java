package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What killed commands leave in a user's directory, and what gc takes of it. */
class GcCommandTest {
  @TempDir private Path temp;
  private Path directory;
  private Path gate;
  private UserDirectory user;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectory(temp.resolve("user"));
    gate = temp.resolve("gate");
    try (var source = GcCommandTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    user = new UserDirectory(directory);
  }

  private String[] generate(String... options) {
    return Stream.concat(
            Stream.of("generate", "gated", "-n", "40", "--njobs", "1", "--executor", "local"),
            Stream.of(options))
        .toArray(String[]::new);
  }

  private String waiting() {
    return "{'wait_at': 25, 'gate': '" + gate + "'}";
  }

  private Process start(String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp"));
    words.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("-C", directory.toString()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /** What gc removes, which its dry run must tell word for word, and change nothing. */
  private String collect() throws IOException {
    user.must("status", "--all"); // records what can be recorded
    List<String> before = tree();
    String told = user.run("gc", "--dry-run", "-v").out();
    assertEquals(before, tree());
    UserDirectory.Result result = user.run("gc", "-v");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertEquals(told.replace("would free", "freed"), result.out());
    assertEquals("nothing to remove\n", user.run("gc").out());
    return result.out();
  }

  @Test
  void emptyDirectoryHasNothingToRemove() throws IOException {
    List<String> before = tree();
    assertEquals("nothing to remove\n", user.run("gc").out());
    assertEquals(before, tree());
  }

  /** A torn tail can only be seen once another attempt has made its samples. */
  @Test
  void segmentOfAKilledProcessIsRemovedOnceItsSamplesAreThere() throws Exception {
    Process killed = start(generate("-p", waiting()));
    Await.until("it waits", () -> ClusterDirectory.waitedAt(gate) == 1);
    killed.destroyForcibly().waitFor();
    Path segment = segment("J1-1.arrows");
    Files.write(segment, new byte[] {-1, -1, -1}, StandardOpenOption.APPEND);
    assertEquals("nothing to remove\n", collect());
    Files.createFile(gate);
    user.must("retry", "1");
    // The retry has cut the tail itself; another one is as if the process had come back.
    Files.write(segment, new byte[] {-1, -1, -1}, StandardOpenOption.APPEND);
    assertEquals(
        "torn tails: 1 file, 3 bytes\n  " + segment + ": 3 bytes\nfreed 1 file, 3 bytes\n",
        collect());
    assertEquals(40, StoredRun.read(directory, 0).samples());
    user.must("list");
    user.must("status", "1");
  }

  private Path segment(String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(".slurm_cache"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private Path old(Path path) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(path)) {
      all = paths.toList();
    }
    for (Path each : all) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }
    return path;
  }

  @Test
  void whatKilledCommandsWerePuttingIntoPlaceIsRemovedAfterAnHour() throws Exception {
    user.must(generate("-p", "{'gate': '" + gate + "'}"));
    Path classes = directory.resolve(".slurm_cache/.classes");
    Path compiling = Files.createDirectory(classes.resolve(".compiling-" + UUID.randomUUID()));
    Files.writeString(compiling.resolve("Datasets.java"), "public");
    Path export = directory.resolve(".train.arrow." + UUID.randomUUID() + ".part");
    Files.writeString(export, "half");
    Path rebuild = Files.createDirectory(directory.resolve(".slurm_cache.rebuild"));
    Files.writeString(rebuild.resolve(".slurm_cache.sqlite"), "half a catalog");
    Path own = Files.writeString(directory.resolve(".notes.part"), "of the user");
    old(own);
    assertTrue(collect().endsWith("freed 1 file, 14 bytes\n"));
    assertFalse(Files.exists(rebuild));

    old(compiling);
    old(export);
    assertTrue(collect().endsWith("freed 2 files, 10 bytes\n"));
    assertFalse(Files.exists(compiling) || Files.exists(export));
    assertTrue(Files.exists(own));
    user.must(generate("-p", "{'gate': '" + gate + "'}"));
  }

  @Test
  void whatKilledTrialsHaveLeftIsRemovedAfterAnHour() throws Exception {
    user.must(generate("-p", "{'gate': '" + gate + "'}"));
    Path root = directory.resolve(".slurm_cache");
    Path probe = Files.createDirectories(root.resolve(".probes").resolve("" + UUID.randomUUID()));
    Files.createFile(probe.resolve("lock"));
    Files.writeString(probe.resolve("pages"), "half");
    Path job =
        Files.createDirectories(
            root.resolve(".doctor").resolve("slurm-gen-doctor-" + UUID.randomUUID()));
    Files.writeString(job.resolve("job.sh"), "#!/bin/sh");
    Path trial = Files.createFile(directory.resolve(".slurm_cache123.doctor"));
    collect();
    assertTrue(Files.exists(probe) && Files.exists(job) && Files.exists(trial));

    old(probe);
    old(job);
    old(trial);
    assertTrue(collect().endsWith("freed 4 files, 13 bytes\n"));
    assertFalse(Files.exists(probe) || Files.exists(job) || Files.exists(trial));
  }

  /** An export that is killed while it writes leaves such a file. */
  @Test
  void unfinishedFileHasTheNameThatIsLookedFor() throws Exception {
    user.must(generate("-p", "{'gate': '" + gate + "'}"));
    DurableFile.write(
        directory.resolve("train.csv"),
        out -> {
          Path unfinished = part(directory);
          Files.copy(unfinished, temp.resolve(unfinished.getFileName()));
        });
    Path copy = part(temp);
    old(Files.move(copy, directory.resolve(copy.getFileName())));
    assertTrue(collect().endsWith("freed 1 file, 0 bytes\n"));
    assertTrue(Files.exists(directory.resolve("train.csv")));
  }

  private static Path part(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".part")).findFirst().orElseThrow();
    }
  }

  /** Its classes are loaded while it runs, and its segment grows. */
  @Test
  void runInProgressLosesNothing() throws Exception {
    Process running = start(generate("-p", waiting()));
    Await.until("it waits", () -> ClusterDirectory.waitedAt(gate) == 1);
    for (int i = 0; i < 3; i++) {
      assertEquals("nothing to remove\n", user.run("gc").out());
    }
    Files.createFile(gate);
    assertEquals(0, running.waitFor(), () -> new String(bytes(running)));
    assertEquals(40, StoredRun.read(directory, 0).samples());
  }

  private static byte[] bytes(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jobs that ran on Slurm before the catalog was lost may still do so. */
  @Test
  void whatIsKeptOfUnknownSubmissionsStaysAndIsTold() throws Exception {
    user.must(generate("-p", "{'gate': '" + gate + "'}"));
    Path unknown = Files.createDirectories(directory.resolve(".slurm_cache/.submissions/9"));
    Path local = Files.createDirectories(directory.resolve(".slurm_cache/.submissions/1"));
    assertEquals("nothing to remove\n", collect());
    assertEquals(
        List.of(
            local + ": the catalog does not know whether its submission is over",
            unknown + ": the catalog does not know whether its submission is over"),
        user.run("gc").err().lines().toList());
  }
}

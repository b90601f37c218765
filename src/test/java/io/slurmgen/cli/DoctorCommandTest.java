package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.ChildJvm;
import io.slurmgen.SmallDisk;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.disk.LockMain;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.RequiresSlurm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} says of sound and spoilt directories. */
class DoctorCommandTest extends VerifyCase {

  private Path catalog() {
    return temp.resolve(".slurm_cache.sqlite");
  }

  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(temp)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.add("%s %s".formatted(file, Files.getLastModifiedTime(file)));
      }
    }
    return files;
  }

  /** The line of a check, of which there is one. */
  private static String line(UserDirectory.Result result, String check) {
    List<String> lines =
        result.out().lines().filter(line -> line.split(" +")[1].equals(check)).toList();
    assertEquals(1, lines.size(), result.out());
    return lines.get(0);
  }

  /** Runs it where that check is a problem and nothing else is. */
  private String problem(String check) {
    UserDirectory.Result result = user.run("doctor");
    assertEquals("", result.err());
    assertEquals(ExitCode.FAILED, result.exitCode(), result.out());
    assertTrue(result.out().contains("\n1 problem, "), result.out());
    String line = line(result, check);
    assertTrue(line.startsWith("problem  " + check), line);
    return line;
  }

  private static void assertContains(String line, String... parts) {
    for (String part : parts) {
      assertTrue(line.contains(part), line);
    }
  }

  @Test
  void soundDirectoryHasNoProblemAndNothingIsChanged() throws Exception {
    List<String> before = files();
    UserDirectory.Result result = user.run("doctor");
    assertEquals("", result.err());
    assertEquals(ExitCode.DONE, result.exitCode(), result.out());
    assertTrue(result.out().contains("\n0 problems, "), result.out());
    assertEquals(before, files());
    assertContains(
        line(result, "locks"), "ok       locks", "a lock that one process holds keeps another");
    assertContains(line(result, "catalog"), "version 3, with a rollback journal", "sound");
    assertContains(line(result, "journal"), "has nothing that the catalog lacks");
  }

  @Test
  void emptyDirectoryHasNoProblem(@TempDir Path empty) throws Exception {
    UserDirectory.Result result = new UserDirectory(empty).run("doctor");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out());
    assertContains(line(result, "catalog"), "none yet");
    try (Stream<Path> left = Files.list(empty)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void jsonHasTheSameUnderNamesThatStay() throws Exception {
    Files.delete(catalog());
    UserDirectory.Result result = user.run("doctor", "--json");
    assertEquals(ExitCode.FAILED, result.exitCode());
    JsonNode json = new ObjectMapper().readTree(result.out());
    List<String> names = new ArrayList<>();
    json.get("checks").forEach(check -> names.add(check.get("name").asText()));
    assertEquals(
        List.of(
            "java",
            "sqlite",
            "file-system",
            "disk-space",
            "directory",
            "locks",
            "catalog",
            "slurm"),
        names);
    JsonNode lost = json.get("checks").get(names.indexOf("catalog"));
    assertEquals("problem", lost.get("result").asText());
    assertContains(lost.get("text").asText(), "is missing", "repair --rebuild-catalog");
    assertEquals("", lost.get("remedy").asText());
    assertEquals(1, json.get("problems").asInt());
  }

  @Test
  void damagedCatalogIsAProblem() throws Exception {
    for (long page = 1; page < Files.size(catalog()) / 4096; page++) {
      flip(catalog(), 4096 * page);
    }
    List<String> before = files();
    assertContains(problem("catalog"), "damaged", "repair --rebuild-catalog");
    assertEquals(before, files());
    Files.write(catalog(), "no catalog at all ".repeat(1000).getBytes());
    assertContains(problem("catalog"), "no SQLite database at all", "repair --rebuild-catalog");
    Files.write(catalog(), new byte[0]);
    assertContains(problem("catalog"), "is empty", "repair --rebuild-catalog");
    Files.delete(catalog());
    Files.createDirectory(catalog());
    assertContains(problem("catalog"), "cannot be read");
  }

  @Test
  void walModeIsAProblemAndStays() throws Exception {
    rows("pragma journal_mode = wal");
    List<String> before = files();
    assertContains(problem("catalog"), "WAL mode", "slurm-gen -C " + temp + " list");
    assertEquals(before, files());
    user.must("list");
    assertEquals(ExitCode.DONE, user.run("doctor").exitCode());
  }

  @Test
  void catalogOfABackupIsAProblem() throws Exception {
    byte[] old = Files.readAllBytes(catalog());
    user.must("move", "noisy_sine", "30", "test", "-y");
    Files.write(catalog(), old);
    assertContains(problem("journal"), "is older than", "repair --rebuild-catalog");
  }

  @Test
  void unmarkedCatalogIsAWarning() throws Exception {
    spoil("pragma application_id = 0");
    UserDirectory.Result result = user.run("doctor");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out());
    assertContains(line(result, "catalog"), "warning", "slurm-gen -C " + temp + " repair");
  }

  @Test
  void lockFileOfAnotherProcessIsAWarning() throws Exception {
    try (ChildJvm other = ChildJvm.start(LockMain.class, temp.resolve(".slurm_cache.lock"))) {
      other.readLine();
      UserDirectory.Result result = user.run("doctor");
      assertEquals(ExitCode.DONE, result.exitCode(), result.out());
      assertContains(line(result, "lock-file"), "warning", "process " + other.pid() + " has had");
      assertContains(line(result, "catalog"), "ok ", "version 3");
    }
  }

  @Test
  void verdictThatNodesCannotTakeTurnsIsAProblem() throws Exception {
    try (Catalog opened = Catalog.open(new CacheDirectory(temp), Clock.systemUTC()).orElseThrow()) {
      opened
          .nodeProbes()
          .add(
              new NodeProbe(
                  FileSystemKind.of(temp), "login", "n1", CoherenceVerdict.STALE, "seen turn 1"));
    }
    assertContains(problem("node-probe"), "stale between login and n1, ", ": seen turn 1; have it");
  }

  @Test
  void directoryThatCannotBeWrittenIsAProblem() throws Exception {
    Path mount = temp.resolve("disk");
    Optional<SmallDisk> mounted = SmallDisk.mount(mount, 20_000);
    assumeTrue(mounted.isPresent());
    try (SmallDisk disk = mounted.get()) {
      user = UserDirectory.ofExample(mount);
      user.generate(100);
      disk.setReadOnly(true);
      assertContains(problem("directory"), "Read-only file system");
      assertContains(line(user.run("doctor"), "locks"), "warning", "not tried");
    }
  }

  /** The test cluster's nodes are all this machine. */
  @Test
  @RequiresSlurm
  void jobOnThisVeryNodeShowsNothing() throws Exception {
    UserDirectory.Result result = user.run("doctor", "--on-node");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out());
    assertContains(line(result, "on-node"), "warning", "--nodelist=NODE");
    assertFalse(Files.exists(temp.resolve(".slurm_cache/.doctor")));
  }

  @Test
  @RequiresSlurm
  void clusterIsNamed() throws Exception {
    UserDirectory.Result result = user.run("doctor");
    assertEquals(ExitCode.DONE, result.exitCode(), result.out());
    assertContains(line(result, "slurm"), "ok ", "version 2", "cluster test, MaxArraySize ");
  }
}

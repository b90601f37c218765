package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Await;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When and how the launcher builds; apart from the last test with a stand-in for Maven. */
class LauncherBuildTest {
  /** Notes that it was called and gives what Maven would make. */
  private static final String MAVEN =
      """
      echo "$@" >>"$CALLS"
      mkdir -p "$TARGET" && cp -R "$MADE"/. "$TARGET"
      """;

  /** Says that it was called and waits for a file, for five minutes at most. */
  private static final String AWAIT_GATE =
      """
      : >'%s'
      tries=0
      until [ -e '%s' ]; do
        [ $((tries += 1)) -le 3000 ] || exit 1
        sleep 0.1
      done
      """;

  @TempDir private Path temp;
  private Checkout checkout;
  private Path calls;

  @BeforeEach
  void prepare() throws Exception {
    checkout = Checkout.unbuilt(temp.resolve("check out"));
    calls = Files.createFile(temp.resolve("calls"));
    Checkout.writeMavenOutput(temp.resolve("made"));
    maven(MAVEN);
  }

  @Test
  void firstUseBuildsWithOneLineOfNotice() throws Exception {
    Outcome first = run("--version");
    assertEquals(
        "slurm-gen: building in " + checkout.root() + " (once, and after its sources change)\n",
        first.err());
    assertTrue(first.out().startsWith("slurm-gen "), first.out());
    Outcome second = run("--version");
    assertEquals("", second.err());
    assertEquals(first.out(), second.out());
    assertEquals(1, Files.readAllLines(calls).size());
  }

  @Test
  void changedSourceIsBuiltAgain() throws Exception {
    run("--version");
    Path source = checkout.root().resolve("src/main/New.java");
    Files.createFile(source);
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    assertTrue(run("--version").err().contains("building"));
    assertEquals(2, Files.readAllLines(calls).size());
  }

  @Test
  void newBuildLeavesTheJarsOfTheOldOneAlone() throws Exception {
    run("--version");
    List<Path> before = jars();
    Path jar = temp.resolve("made/slurm-gen.jar");
    Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
    Files.delete(checkout.current());
    assertEquals(0, run("--version").exitCode());
    assertTrue(before.stream().allMatch(Files::exists));
    assertEquals(before.size() + 1, jars().size());
  }

  @Test
  void missingJarIsBuiltAgain() throws Exception {
    run("--version");
    Files.delete(jars().get(0));
    assertEquals(0, run("--version").exitCode());
    assertEquals(2, Files.readAllLines(calls).size());
  }

  @Test
  void failedBuildShowsWhatMavenSaidAndLeavesNothingToRun() throws Exception {
    maven("echo 'cannot find symbol'; exit 1");
    for (int i = 0; i < 2; i++) {
      Outcome outcome = run("--version");
      assertEquals(1, outcome.exitCode());
      assertTrue(outcome.err().contains("cannot find symbol\nslurm-gen: the build failed\n"));
      assertEquals("", outcome.out());
    }
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Path started = temp.resolve("started");
    Path gate = temp.resolve("gate");
    maven(AWAIT_GATE.formatted(started, gate) + MAVEN);
    Process first = process("--version").start();
    Await.until("Maven is called", () -> Files.exists(started));
    Process second = process("--version").start();
    try (BufferedReader notices = second.errorReader()) {
      assertEquals(
          "slurm-gen: waiting for the build that another slurm-gen has started",
          notices.readLine());
      Files.createFile(gate);
      assertEquals(0, first.waitFor());
      assertEquals(0, second.waitFor());
    }
    assertEquals(1, Files.readAllLines(calls).size());
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Files.delete(temp.resolve("bin/mvn"));
    Outcome outcome = run("--version");
    assertEquals(2, outcome.exitCode());
    assertEquals(
        "slurm-gen: Maven builds slurm-gen on first use and is not here;"
            + " install Maven 3.6.3 or newer (Debian: apt install maven)\n",
        outcome.err());
  }

  @Test
  void withoutACompilerItSaysWhatToInstall() throws Exception {
    Path jre = StandIns.jdk(temp.resolve("jre"), "17.0.1");
    Files.delete(jre.resolve("bin/javac"));
    ProcessBuilder process = process("--version");
    process.environment().put("JAVA_HOME", jre.toString());
    Outcome outcome = Outcome.of(process);
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().startsWith("slurm-gen: " + jre + " has no compiler to build with"));
  }

  @Test
  @Tag("slow")
  void realMavenBuildsAFreshCheckout(@TempDir Path fresh) throws Exception {
    Path copy = fresh.resolve("fresh clone");
    for (String part : List.of("pom.xml", "tools", "schema", "migrations", "src")) {
      copyTree(Path.of(part), copy.resolve(part));
    }
    ProcessBuilder process = new Checkout(copy).process("--version");
    // Half the work: most of it is done once.
    process.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Outcome outcome = Outcome.of(process);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertFalse(Files.exists(copy.resolve("target/test-classes")));
  }

  private void maven(String body) throws Exception {
    Path bin = temp.resolve("bin");
    if (!Files.exists(bin)) {
      StandIns.programs(
          bin,
          "cat",
          "cp",
          "find",
          "flock",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sha256sum",
          "sleep",
          "touch");
    }
    StandIns.script(bin.resolve("mvn"), body);
  }

  private Outcome run(String... arguments) throws Exception {
    return Outcome.of(process(arguments));
  }

  private ProcessBuilder process(String... arguments) {
    ProcessBuilder process = checkout.process(arguments);
    process.environment().put("PATH", temp.resolve("bin").toString());
    process.environment().put("CALLS", calls.toString());
    process.environment().put("MADE", temp.resolve("made").toString());
    process.environment().put("TARGET", checkout.root().resolve("target").toString());
    return process;
  }

  private List<Path> jars() throws Exception {
    try (Stream<Path> files = Files.walk(checkout.apps())) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static void copyTree(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}

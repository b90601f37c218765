package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.slurm.SlurmTestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that makes commands start faster, and that they can do without. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherArchiveTest {
  @TempDir private static Path temp;
  private static Checkout checkout;
  private static UserDirectory user;

  @BeforeAll
  static void build() throws Exception {
    checkout = Checkout.complete(temp.resolve("checkout"));
    user = UserDirectory.ofExample(Files.createDirectory(temp.resolve("user")));
    user.generate(100);
  }

  @Test
  @Order(1)
  void firstStartMakesItAndLaterOnesUseIt() throws Exception {
    assertEquals("slurm-gen: preparing fast starts with this Java (once)\n", list("--json").err());
    assertTrue(Files.size(archive()) > 1_000_000);
    Path log = temp.resolve("classes.log");
    ProcessBuilder process = checkout.process("-C", user.path().toString(), "list");
    process.environment().put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    assertEquals(0, Outcome.of(process).exitCode());
    String line = lineWith(log, "io.slurmgen.cli.ListCommand ");
    assertTrue(line.contains("source: shared objects file"), line);
  }

  private static String lineWith(Path log, String text) throws Exception {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElse("no line with " + text);
  }

  @Test
  @Order(2)
  void outputIsTheSameWithoutItOrWithADamagedOne() throws Exception {
    Outcome with = list("--json", "-v");
    assertEquals("", with.err());
    assertEquals(user.run("list", "--json", "-v").out(), with.out());
    Path archive = archive();
    Files.delete(archive);
    assertEquals(with, list("--json", "-v"));
    Files.writeString(archive, "damaged");
    assertEquals(with, list("--json", "-v"));
    Files.delete(archive);
    Files.delete(archive.resolveSibling(System.mapLibraryName("sqlitejdbc")));
    assertEquals(with, list("--json", "-v"));
  }

  private static Outcome list(String... options) throws Exception {
    Stream<String> words = Stream.of("-C", user.path().toString(), "list");
    ProcessBuilder process =
        checkout.process(Stream.concat(words, Stream.of(options)).toArray(String[]::new));
    // As on a login node: what prepares fast starts must not go to the cluster.
    SlurmTestCluster.find()
        .map(cluster -> cluster.environment().get("SLURM_CONF"))
        .ifPresent(file -> process.environment().put("SLURM_CONF", file));
    return Outcome.of(process);
  }

  /** The one from which list starts. */
  private static Path archive() throws Exception {
    String name = Runtime.version().feature() < 25 ? "archive" : "archive-list";
    try (Stream<Path> files = Files.walk(checkout.apps())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}

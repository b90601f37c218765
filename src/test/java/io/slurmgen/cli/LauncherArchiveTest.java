package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.slurm.SlurmTestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteJDBCLoader;

/** The archive of classes that makes commands start faster, and that they can do without. */
@Tag("jdk")
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
    assertIsInArchive("cli.verbs.ListCommand", classes("list"));
    assertIsInArchive("cli.verbs.MoveCommand", classes("move", "noisy_sine", "1", "train", "-y"));
    List<String> generate = classes("generate", "noisy_sine", "-n", "1", "--executor", "local");
    assertIsInArchive("task.Recorder", generate);
  }

  /** A smaller one maps faster; the large one would serve these two as well. */
  @Test
  @Order(2)
  void whatIsStartedMostOftenHasSmallerOnes() throws Exception {
    long all = Files.size(archive("archive"));
    assertTrue(Files.size(archive("archive-list")) < all / 2, "list");
    assertTrue(Files.size(archive("archive-generate")) < all / 2, "generate");
    assertIsInArchive("cli.verbs.TaskCommand", classes("task", "1", "0", "--time", "1"));
  }

  /** A record's equals, for one, is made by the JVM at its first call, which takes 20 ms. */
  @Test
  @Order(2)
  void smallerOnesHaveAllThatTheirCommandsLoad() throws Exception {
    assertEquals(List.of(), notInArchive(classes("list")));
    String[] words = {"generate", "noisy_sine", "-n", "1", "--executor", "local"};
    assertEquals(List.of(), notInArchive(classes(words)));
  }

  private static List<String> notInArchive(List<String> classes) {
    return classes.stream()
        .filter(line -> line.contains(" io.slurmgen.") || line.contains(".ObjectMethods "))
        .filter(line -> !line.contains("source: shared objects file"))
        .toList();
  }

  private static void assertIsInArchive(String type, List<String> classes) {
    String line =
        classes.stream()
            .filter(loaded -> loaded.contains("io.slurmgen." + type + " "))
            .findFirst()
            .orElse("not loaded: " + type);
    assertTrue(line.contains("source: shared objects file"), line);
  }

  /** The classes that a command loads, each with where from. */
  private static List<String> classes(String... words) throws Exception {
    Path log = temp.resolve("classes.log");
    Files.deleteIfExists(log);
    ProcessBuilder process = process(words);
    process.environment().put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    Outcome.of(process);
    return Files.readAllLines(log);
  }

  /** There may be thousands of other programs' files in it. */
  @Test
  @Order(2)
  void temporaryFolderIsNotSearchedForWhatEarlierStartsLeft() throws Exception {
    String driver = SQLiteJDBCLoader.getVersion();
    Path left = Files.createFile(temp.resolve("sqlite-" + driver + "-left-behind"));
    ProcessBuilder process = process("list");
    process.environment().put("_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temp);
    assertEquals(0, Outcome.of(process).exitCode());
    assertTrue(Files.exists(left), "the driver clears the folder that it searches");
  }

  @Test
  @Order(3)
  void outputIsTheSameWithoutItOrWithADamagedOne() throws Exception {
    Outcome with = list("--json", "-v");
    assertEquals("", with.err());
    assertEquals(user.run("list", "--json", "-v").out(), with.out());
    Path archive = archive("archive-list");
    Files.delete(archive);
    assertEquals(with, list("--json", "-v"));
    Files.writeString(archive, "damaged");
    assertEquals(with, list("--json", "-v"));
    Files.delete(archive);
    Path library = archive.resolveSibling(System.mapLibraryName("sqlitejdbc"));
    Files.delete(library);
    assertEquals(with, list("--json", "-v"));
    Files.writeString(library, "damaged");
    assertEquals(with.out(), list("--json", "-v").out()); // the JVM warns of the library
  }

  private static Outcome list(String... options) throws Exception {
    Stream<String> words = Stream.concat(Stream.of("list"), Stream.of(options));
    return Outcome.of(process(words.toArray(String[]::new)));
  }

  private static ProcessBuilder process(String... command) {
    Stream<String> words = Stream.of("-C", user.path().toString());
    ProcessBuilder process =
        checkout.process(Stream.concat(words, Stream.of(command)).toArray(String[]::new));
    // As on a login node: what prepares fast starts must not go to the cluster.
    SlurmTestCluster.find()
        .map(cluster -> cluster.environment().get("SLURM_CONF"))
        .ifPresent(file -> process.environment().put("SLURM_CONF", file));
    return process;
  }

  private static Path archive(String name) throws Exception {
    try (Stream<Path> files = Files.walk(checkout.apps())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}

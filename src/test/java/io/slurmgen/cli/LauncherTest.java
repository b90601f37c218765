package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.PrintableText;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher of a checkout that is built. */
@Tag("jdk")
class LauncherTest {
  @TempDir private static Path forAll;
  private static Checkout checkout;
  @TempDir private Path temp;

  @BeforeAll
  static void build() throws Exception {
    checkout = Checkout.built(forAll.resolve("a check out"));
  }

  @Test
  void startsTheToolFromAnyDirectory() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    assertVersion(checkout.process("--version").directory(elsewhere.toFile()));
  }

  @Test
  void startsByARelativeName() throws Exception {
    Path relative = Path.of("slurm-gen");
    ProcessBuilder inTools = Checkout.process(Path.of("../tools").resolve(relative), "--version");
    assertVersion(inTools.directory(checkout.root().resolve("src").toFile()));
  }

  @Test
  void startsBySearchPath() throws Exception {
    ProcessBuilder process = new ProcessBuilder("sh", "-c", "slurm-gen --version");
    String tools = checkout.root().resolve("tools").toString();
    process.environment().merge("PATH", tools, (path, own) -> own + File.pathSeparator + path);
    assertVersion(process);
  }

  @Test
  void startsThroughAChainOfLinks() throws Exception {
    // Not in another temporary directory: JUnit warns of links that lead out of one.
    Path links = Files.createDirectory(forAll.resolve("links"));
    Path bin = Files.createDirectory(links.resolve("my bin"));
    Path tools = Files.createSymbolicLink(links.resolve("tools"), checkout.root().resolve("tools"));
    Path absolute = Files.createSymbolicLink(bin.resolve("absolute"), tools.resolve("slurm-gen"));
    Path relative = Files.createSymbolicLink(bin.resolve("relative"), Path.of("absolute"));
    Path upwards =
        Files.createSymbolicLink(
            links.resolve("upwards"), links.relativize(bin.resolve("relative")));
    for (Path link : new Path[] {absolute, relative, upwards}) {
      assertVersion(Checkout.process(link, "--version"));
    }
  }

  @Test
  void exitCodeIsThatOfTheTool() throws Exception {
    assertEquals(0, Outcome.of(checkout.process("--help")).exitCode());
    Outcome mistake = Outcome.of(checkout.process("frobnicate"));
    assertEquals(2, mistake.exitCode());
    assertEquals("", mistake.out());
    assertTrue(mistake.err().startsWith("slurm-gen: no command 'frobnicate'"), mistake.err());
    assertEquals(1, mistake.err().lines().count());
  }

  @Test
  void argumentsArriveUnchanged() throws Exception {
    String odd = temp + "/a  b $HOME 'c' \"d\" ü";
    Outcome outcome = Outcome.of(checkout.process("-C", odd, "classpath"));
    assertEquals("slurm-gen: -C " + odd + ": no such directory\n", outcome.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "-dash",
        "--",
        "*",
        "$(touch owned)",
        "`id`",
        "'",
        "\"",
        "\\",
        "a\tb",
        "",
        "\u65e5\u672c"
      })
  void oddArgumentArrivesUnchanged(String odd) throws Exception {
    Outcome named = Outcome.of(checkout.process("-C=" + temp + "/no " + odd, "list"));
    assertEquals(
        "slurm-gen: "
            + PrintableText.line("-C " + temp + "/no " + odd + ": no such directory")
            + "\n",
        named.err());
    assertFalse(Files.exists(Path.of("owned")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-it's \"quoted\" $(touch owned)", "two\nlines \u65e5\u672c"})
  void checkoutMayHaveAnyName(String name) throws Exception {
    Path root = Files.createDirectory(forAll.resolve(name));
    Checkout odd = Checkout.built(root.resolve("checkout"));
    assertVersion(odd.process("--version"));
    assertVersion(
        Checkout.process(Path.of("tools/slurm-gen"), "--version").directory(odd.root().toFile()));
  }

  @Test
  void classPathServesAnotherProgram() throws Exception {
    Outcome outcome = Outcome.of(checkout.process("classpath"));
    String classPath = outcome.out().strip();
    assertTrue(Stream.of(classPath.split(":")).allMatch(jar -> Files.exists(Path.of(jar))));
    Path program = temp.resolve("Program.java");
    Files.writeString(
        program,
        """
        class Program {
          public static void main(String[] arguments) throws Exception {
            System.out.println(Class.forName("io.slurmgen.UserError").getSimpleName());
          }
        }
        """);
    String java = System.getProperty("java.home") + "/bin/java";
    Outcome run = Outcome.of(new ProcessBuilder(java, "-cp", classPath, program.toString()));
    assertEquals("UserError\n", run.out(), run.err());
  }

  @Test
  void javaHomeWithoutJavaIsAMistake() throws Exception {
    ProcessBuilder process = checkout.process("--version");
    process.environment().put("JAVA_HOME", "/no/such jdk");
    assertMistake(process, "JAVA_HOME is /no/such jdk, which has no bin/java; install a JDK 17");
  }

  @Test
  void noJavaAtAllIsAMistake() throws Exception {
    ProcessBuilder process = checkout.process("--version");
    process.environment().remove("JAVA_HOME");
    process
        .environment()
        .put("PATH", StandIns.programs(temp.resolve("few"), "readlink").toString());
    assertMistake(process, "no java found; install a JDK 17");
  }

  @Test
  void tooOldJavaIsAMistakeFoundWithoutStartingIt() throws Exception {
    Path jdk = StandIns.jdk(temp.resolve("old jdk"), "11.0.22");
    ProcessBuilder process = checkout.process("--version");
    process.environment().put("JAVA_HOME", jdk.toString());
    assertMistake(process, jdk + "/bin/java is version 11.0.22; install a JDK 17");
    assertFalse(Files.exists(jdk.resolve("started")));
  }

  @Test
  void veryOldJavaIsRecognisedByItsOtherNumbering() throws Exception {
    Path jdk = StandIns.jdk(temp.resolve("jdk8"), "1.8.0_412");
    ProcessBuilder process = checkout.process("--version");
    process.environment().put("JAVA_HOME", jdk.toString());
    assertMistake(process, jdk + "/bin/java is version 1.8.0_412; install a JDK 17");
  }

  @Test
  void javaWithoutReleaseFileIsAskedForItsVersion() throws Exception {
    Path jdk = StandIns.jdk(temp.resolve("jdk"), "16.0.1");
    Files.delete(jdk.resolve("release"));
    ProcessBuilder process = checkout.process("--version");
    process.environment().put("JAVA_HOME", jdk.toString());
    assertMistake(process, jdk + "/bin/java is version 16.0.1; install a JDK 17");
  }

  private static void assertVersion(ProcessBuilder process) throws Exception {
    Outcome outcome = Outcome.of(process);
    assertEquals("", outcome.err());
    assertTrue(outcome.out().startsWith("slurm-gen "), outcome.out());
    assertEquals(0, outcome.exitCode());
  }

  private static void assertMistake(ProcessBuilder process, String start) throws Exception {
    Outcome outcome = Outcome.of(process);
    assertTrue(outcome.err().startsWith("slurm-gen: " + start), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
    assertEquals(2, outcome.exitCode());
  }
}

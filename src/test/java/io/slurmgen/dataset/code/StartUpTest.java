package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own loads, and what several of them make together. */
@Tag("jdk")
class StartUpTest {
  @TempDir Path root;
  private UserFolder user;

  /** Compiles the folder given first into the one given second, and prints the result. */
  static final class Compile {
    public static void main(String[] args) throws Exception {
      try (DatasetClasses classes = DatasetSource.of(Path.of(args[0])).compile(Path.of(args[1]))) {
        System.out.println("compiled " + classes.directory() + " " + classes.codeHash());
      } catch (UserError e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void makeFolder() throws Exception {
    user = new UserFolder(root).sine("return Stream.of(new Sample<>(1.0, 2.0));");
  }

  private Process start(Path output, String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(Compile.class.getName(), user.directory().toString(), user.classes().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  private String run(String... flags) throws Exception {
    Path output = root.resolve("output");
    assertEquals(0, exitStatus(start(output, flags)), () -> read(output));
    return read(output);
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the process does not end");
    return process.exitValue();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void openingWhatIsCompiledLoadsNoCompilerAndNoJackson() throws Exception {
    String cold = run("-verbose:class");
    assertTrue(cold.contains("com.sun.tools.javac."), "the compiler shows in this output");
    String warm = run("-verbose:class");
    assertTrue(warm.contains("io.slurmgen.dataset.method.GeneratorMethod"));
    assertTrue(warm.contains("compiled "));
    for (String none : List.of("javax.tools.", "com.sun.tools.javac.", "ObjectMapper")) {
      assertFalse(warm.contains(none), none);
    }
  }

  @Test
  void openingWhatIsCompiledNeedsNoCompiler() throws Exception {
    String[] jre = {"--limit-modules", "java.base,java.sql,java.logging,jdk.unsupported"};
    String refused = run(jre);
    assertTrue(refused.startsWith("refused this Java ("), refused);
    assertTrue(refused.contains("has no compiler: run with a JDK 17 or newer"), refused);
    assertEquals(1, refused.lines().count(), refused);
    String compiled = run();
    assertEquals(compiled, run(jre));
  }

  @Test
  void processesThatCompileAtOnceGetTheSameFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start(root.resolve("output" + i)));
    }
    for (Process process : processes) {
      assertEquals(0, exitStatus(process));
    }
    String first = read(root.resolve("output0"));
    assertTrue(first.startsWith("compiled "), first);
    assertEquals(first, read(root.resolve("output1")));
    assertEquals(first, read(root.resolve("output2")));
    try (var folders = Files.list(user.classes())) {
      assertEquals(1, folders.count());
    }
  }
}

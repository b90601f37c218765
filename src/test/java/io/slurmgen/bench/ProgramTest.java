package io.slurmgen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final Path SOURCE = Path.of("src/bench/datasets/HelloWorld.java");

  @TempDir Path directory;

  @Test
  void startsFromAnArchiveOfItsOwn() throws Exception {
    Jdk jdk = Jdk.ofThisProcess();
    Shell shell = new Shell(Map.of());
    Path classes = directory.resolve("classes");
    shell.run(List.of(jdk.program("javac"), "-d", classes.toString(), SOURCE.toString()));
    Path jar = directory.resolve("hello.jar");
    shell.run(List.of(jdk.program("jar"), "cf", jar.toString(), "-C", classes.toString(), "."));

    List<String> command = new Program(jdk, jar.toString(), "HelloWorld").archived(directory);
    assertEquals("hello, world\n", shell.output(command));
    assertTrue(Files.isRegularFile(directory.resolve("archive-HelloWorld-" + jdk.feature())));
  }

  @Test
  void commandThatFailsIsToldWithWhatItPrinted() {
    Shell shell = new Shell(Map.of());
    List<String> command = List.of("sh", "-c", "echo why; exit 3");
    IOException e = assertThrows(IOException.class, () -> shell.run(command));
    assertTrue(e.getMessage().endsWith("exit code 3: why"), e.getMessage());
  }
}

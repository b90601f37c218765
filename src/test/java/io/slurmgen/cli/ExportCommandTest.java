package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path temp;
  private UserDirectory user;
  private Path file;

  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(Files.createDirectory(temp.resolve("user")));
    user.generate(120);
    user.run("move", "noisy_sine", "70", "train", "-y");
    file = temp.resolve("train.out");
  }

  private UserDirectory.Result export(String... options) {
    String[] words = new String[options.length + 5];
    System.arraycopy(
        new String[] {"export", "noisy_sine", "train", "-o", file.toString()}, 0, words, 0, 5);
    System.arraycopy(options, 0, words, 5, options.length);
    return user.run(words);
  }

  @Test
  void arrowFileHasTheWholeGroup() throws Exception {
    assertEquals("70 samples of noisy_sine 0 train written to " + file + "\n", export().out());
    try (FileChannel channel = FileChannel.open(file);
        RootAllocator memory = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(channel, memory)) {
      long rows = 0;
      while (reader.loadNextBatch()) {
        rows += reader.getVectorSchemaRoot().getRowCount();
      }
      assertEquals(70, rows);
      assertEquals(
          List.of("features", "label"),
          reader.getVectorSchemaRoot().getSchema().getFields().stream()
              .map(field -> field.getName())
              .toList());
    }
  }

  @Test
  void csvHasAHeaderAndALineForEachSample() throws Exception {
    assertEquals(ExitCode.DONE, export("--format", "csv", "-n", "10").exitCode());
    List<String> lines = Files.readAllLines(file);
    assertEquals(11, lines.size());
    assertEquals("features,label", lines.get(0));
  }

  @Test
  void rawCanBeExported() throws Exception {
    assertEquals(
        ExitCode.DONE,
        user.run("export", "noisy_sine", "raw", "--format", "jsonl", "-o", file.toString())
            .exitCode());
    assertEquals(50, Files.readAllLines(file).size());
  }

  @Test
  void fileThatCannotBeMadeIsCalledAsItWasTyped() {
    UserDirectory.Result result =
        user.run("export", "noisy_sine", "train", "-n", "1", "-o", "/proc/train.arrow");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().startsWith("slurm-gen: -o /proc/train.arrow: "), result.err());
    assertFalse(result.err().contains(".part"), result.err());
  }

  @Test
  void tooFewSamplesLeaveNoFile() {
    UserDirectory.Result result = export("-n", "71");
    assertEquals(ExitCode.NOT_ENOUGH_SAMPLES, result.exitCode());
    assertTrue(result.err().contains("move noisy_sine 1 train -p 0"), result.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void mistakesAreToldInOneLineAndLeaveTheOldFile() throws Exception {
    Files.writeString(file, "old");
    assertMistake(export("--format", "xlsx"), "--format xlsx: one of arrow, csv, jsonl is needed");
    assertMistake(
        user.run("export", "noisy_sine", "test", "-o", file.toString()),
        "noisy_sine 0 test has no samples; slurm-gen -C "
            + user.path()
            + " list shows the groups that have");
    assertMistake(
        user.run("export", "noisy_sine", "train", "-o", temp + "/no/file"),
        "-o " + temp + "/no/file: a file in a directory that exists is needed");
    assertEquals("old", Files.readString(file));
  }

  @Test
  void onlyRegularFilesAreReplaced() throws Exception {
    Path pipe = temp.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Path target : List.of(pipe, temp)) {
      file = target;
      assertMistake(
          export(), "-o " + target + ": this is no regular file, which could be replaced");
    }
    assertFalse(Files.isRegularFile(pipe));
    try (var files = Files.list(temp)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void symbolicLinkIsFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path target = elsewhere.resolve("target");
    Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("target"));
    Files.createSymbolicLink(file, Path.of("elsewhere/link"));
    for (int i = 0; i < 2; i++) { // dangling at first
      assertEquals(ExitCode.DONE, export("--format", "jsonl", "-n", "5").exitCode());
      assertTrue(Files.isSymbolicLink(file));
      assertEquals(5, Files.readAllLines(target).size());
    }
  }

  private static void assertMistake(UserDirectory.Result result, String message) {
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertEquals("slurm-gen: " + message + "\n", result.err());
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.UserError;
import io.slurmgen.cache.Cache;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links and paths that lead out of the cache directory. */
class LinksTest {
  private static final List<String[]> COMMANDS =
      List.of(
          new String[] {"generate", "noisy_sine", "-n", "10", "--executor", "local"},
          new String[] {"move", "noisy_sine", "5", "test", "-y"},
          new String[] {"export", "noisy_sine", "raw", "-o", "all.csv"},
          new String[] {"gc"},
          new String[] {"repair", "--rebuild-catalog", "-y"});

  @TempDir private Path temp;
  private Path directory;
  private Path cache;
  private UserDirectory user;

  @BeforeEach
  void generate() throws IOException {
    directory = Files.createDirectory(temp.resolve("user"));
    cache = directory.resolve(".slurm_cache");
    user = UserDirectory.ofExample(directory);
    user.generate(100);
    user.must("move", "noisy_sine", "30", "train", "-y");
  }

  /** Moves something of the cache out of it, and leaves a link in its place. */
  private Path leadOut(Path path) throws IOException {
    Path outside = temp.resolve("outside");
    Files.move(path, outside);
    Files.createSymbolicLink(path, outside);
    return outside;
  }

  private List<String> outside() throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("outside"))) {
      return files.map(LinksTest::state).sorted().toList();
    }
  }

  private static String state(Path file) {
    try {
      return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertRefused(Path link, String... words) throws IOException {
    List<String> before = outside();
    UserDirectory.Result result = user.run(words);
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), () -> words[0] + result.err());
    assertTrue(
        result.err().startsWith("slurm-gen: " + link + " is a symbolic link, which is not"),
        result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertEquals(before, outside());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".slurm_cache.sqlite",
        ".slurm_cache.lock",
        ".slurm_cache/moves.journal",
        ".slurm_cache/.classes"
      })
  void linkWhereAllCommandsGoIsRefusedByAll(String name) throws IOException {
    Path link = directory.resolve(name);
    leadOut(link);
    for (String[] command : COMMANDS) {
      assertRefused(link, command);
    }
    assertThrows(UserError.class, () -> Cache.open(directory).close());
  }

  @Test
  void linkedFoldersOfNotesAndSubmissionsAreRefused() throws IOException {
    for (String name : List.of(".unrecorded", ".submissions")) {
      Path outside = Files.createDirectory(temp.resolve("outside"));
      Path link = Files.createSymbolicLink(cache.resolve(name), outside);
      assertRefused(link, "list");
      Files.delete(link);
      Files.delete(outside);
    }
  }

  @Test
  void linkedDatasetIsNeitherReadNorWrittenNorCollectedNorRebuilt() throws IOException {
    Path link = cache.resolve("noisy_sine");
    leadOut(link);
    assertRefused(link, "export", "noisy_sine", "raw", "-o", "all.csv");
    assertRefused(link, "generate", "noisy_sine", "-n", "10", "--executor", "local");
    assertRefused(link, "gc");
    assertRefused(link, "repair", "--rebuild-catalog");
    try (Cache opened = Cache.open(directory)) {
      assertThrows(
          UserError.class, () -> opened.dataset("noisy_sine").paramSet(0).raw().get().features());
    }
  }

  @Test
  void linkedSegmentIsNeitherReadNorCollectedNorRebuilt() throws IOException {
    Path link;
    try (Stream<Path> files = Files.walk(cache.resolve("noisy_sine"))) {
      link = files.filter(file -> file.endsWith("J2-1.arrows")).findFirst().orElseThrow();
    }
    leadOut(link);
    assertRefused(link, "export", "noisy_sine", "raw", "-o", "all.csv");
    assertRefused(link, "gc");
    assertRefused(link, "repair", "--rebuild-catalog");
  }

  /** As where the home directory is small and the scratch disk is large. */
  @Test
  void cacheDirectoryMayItselfBeALinkOfTheUser() throws IOException {
    Path scratch = leadOut(cache);
    user.generate(50);
    user.must("move", "noisy_sine", "30", "train", "-y");
    user.must("gc");
    user.must("repair", "--rebuild-catalog");
    assertTrue(user.run("list").out().contains("raw 90, train 60"));
    assertTrue(Files.exists(scratch.resolve("moves.journal")));
    assertTrue(Files.isSymbolicLink(cache));
  }

  @Test
  void cacheDirectoryThatAnotherUserHasLinkedIsRefused() throws Exception {
    assumeTrue(
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0,
        "only root can make links of other users");
    leadOut(cache);
    Files.setAttribute(cache, "unix:uid", 12345, LinkOption.NOFOLLOW_LINKS);
    UserDirectory.Result result = user.run("list");
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode());
    assertTrue(result.err().contains(cache + " is a symbolic link of another user"), result.err());
    assertEquals(1, result.err().lines().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../J1-1.arrows", "/outside", "noisy_sine/../../x", ".submissions/1/x"})
  void rowThatNamesAFileElsewhereIsRefusedBeforeItIsOpened(String path) throws Exception {
    try (Connection shell =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve(".slurm_cache.sqlite"));
        Statement statement = shell.createStatement()) {
      statement.executeUpdate("drop trigger segment_only_grows");
      statement.executeUpdate("pragma ignore_check_constraints = on");
      statement.executeUpdate("update segment set path = '" + path + "' where id = 2");
    }
    UserDirectory.Result result = user.run("export", "noisy_sine", "raw", "-o", "all.csv");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertTrue(result.err().contains(path), result.err());
    assertTrue(
        result.err().contains("slurm-gen -C " + directory + " repair --rebuild-catalog"),
        result.err());
    assertEquals(1, result.err().lines().count());
    assertFalse(Files.exists(directory.resolve("all.csv")));
  }

  @Test
  void noteThatNamesAFileElsewhereIsToldAndNotFollowed() throws IOException {
    Path note = Files.createDirectory(cache.resolve(".unrecorded")).resolve("..+..+J1-1.arrows");
    Files.createFile(note);
    Files.writeString(temp.resolve("J1-1.arrows"), "of somebody");
    UserDirectory.Result result = user.run("status");
    assertTrue(result.err().contains("'../../J1-1.arrows' is no segment below"), result.err());
    assertEquals(1, result.err().lines().count());
  }
}

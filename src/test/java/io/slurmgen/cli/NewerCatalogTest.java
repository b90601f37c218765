package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.cache.Cache;
import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalog that a later version of slurm-gen has written. */
class NewerCatalogTest {
  @TempDir private static Path directory;
  private static UserDirectory user;

  @BeforeAll
  static void generate() throws Exception {
    user = UserDirectory.ofExample(directory);
    user.generate(30);
    user.must("move", "noisy_sine", "10", "train", "-y");
    Path catalog = directory.resolve(".slurm_cache.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("pragma user_version = 99");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generate noisy_sine -n 5 --executor local",
        "generate noisy_sine -n 5 --executor local --dry-run",
        "list",
        "list noisy_sine --json",
        "move noisy_sine 5 train -y",
        "preprocess noisy_sine square_both train 5 --executor local",
        "export noisy_sine train -o out",
        "status",
        "status 1",
        "wait 1",
        "retry 1",
        "cancel 1",
        "repair --rebuild-catalog -y",
        "repair",
        "verify",
        "gc",
        "task --time=30 1 0"
      })
  void everyCommandRefusesItAndLeavesItAlone(String command) throws Exception {
    SortedMap<String, String> before = files();
    UserDirectory.Result result = user.run(command.split(" "));
    assertEquals(ExitCode.USER_MISTAKE, result.exitCode(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().contains("has schema version 99"), result.err());
    assertTrue(result.err().contains("update slurm-gen"), result.err());
    assertEquals(before, files());
  }

  @Test
  void libraryRefusesIt() throws Exception {
    SortedMap<String, String> before = files();
    UserError refused = assertThrows(UserError.class, () -> Cache.open(directory).close());
    assertTrue(refused.getMessage().contains("has schema version 99"), refused.getMessage());
    assertEquals(before, files());
  }

  private static SortedMap<String, String> files() throws Exception {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path));
      }
    }
    return files;
  }
}

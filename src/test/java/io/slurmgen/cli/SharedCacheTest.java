package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose files are and who may use them: the umask decides, and a group can share a cache. */
class SharedCacheTest {
  private static final int GROUP = 54321;

  /** What a user's class path has, of all that the tests' has. */
  private static final String OF_USERS =
      ".*(/classes|sqlite-jdbc|jooq|r2dbc|reactive-streams|jackson|commons-math|arrow-format"
          + "|flatbuffers|args4j|progressbar|jline|slf4j).*";

  @TempDir private Path temp;

  private static boolean isRoot() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
  }

  /** A command in a process of its own. */
  private static Process start(
      List<String> before, String classPath, String umask, Path directory, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(before);
    words.addAll(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    words.addAll(List.of("io.slurmgen.cli.Main", "-C", directory.toString()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).redirectErrorStream(true).start();
  }

  private static void end(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), out);
    assertEquals(0, process.exitValue(), out);
  }

  @ParameterizedTest
  @CsvSource({"027, rw-r-----, rwxr-x---", "077, rw-------, rwx------"})
  void filesFollowTheUmask(String umask, String file, String folder) throws Exception {
    Files.copy(Path.of("example", "Datasets.java"), temp.resolve("Datasets.java"));
    String classPath = System.getProperty("java.class.path");
    String[][] commands = {
      {"generate", "noisy_sine", "-n", "120", "--executor", "local"},
      {"move", "noisy_sine", "30", "train", "-y"},
      {"preprocess", "noisy_sine", "square_both", "train", "20", "-y", "--executor", "local"},
      {"export", "noisy_sine", "train", "-o", "train.csv"},
      {"repair", "--rebuild-catalog"}
    };
    for (String[] command : commands) {
      String[] words = command.clone();
      if (words[0].equals("export")) {
        words[words.length - 1] = temp.resolve("train.csv").toString();
      }
      end(start(List.of(), classPath, umask, temp, words));
    }
    try (Stream<Path> paths = Files.walk(temp)) {
      for (Path path : paths.filter(each -> !each.equals(temp)).toList()) {
        if (!path.endsWith("user/Datasets.java") && !path.equals(temp.resolve("Datasets.java"))) {
          assertEquals(Files.isDirectory(path) ? folder : file, mode(path), path::toString);
        }
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** As another user, who has nothing in common with root and with the other one but the group. */
  private static List<String> as(int user) {
    return List.of(
        "setpriv", "--reuid=" + user, "--regid=" + GROUP, "--clear-groups", "--no-new-privs");
  }

  /** Where everybody can read it. */
  private String publicClassPath() throws Exception {
    Path lib = Files.createDirectory(temp.resolve("lib"));
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.matches(OF_USERS) && !entry.endsWith("test-classes")) {
        Path copy = lib.resolve(entries.size() + "-" + Path.of(entry).getFileName());
        end(new ProcessBuilder("cp", "-r", entry, copy.toString()).start());
        entries.add(copy.toString());
      }
    }
    end(new ProcessBuilder("chmod", "-R", "a+rX", temp.toString()).start());
    return String.join(File.pathSeparator, entries);
  }

  @Test
  void twoUsersOfAGroupGenerateAndMoveInOneCache() throws Exception {
    assumeTrue(isRoot(), "only root can start processes of two other users");
    Path shared = Files.createDirectory(temp.resolve("shared"));
    Files.copy(Path.of("example", "Datasets.java"), shared.resolve("Datasets.java"));
    String classPath = publicClassPath();
    Files.setAttribute(shared, "unix:gid", GROUP);
    Files.setAttribute(shared, "unix:mode", 042775);

    String[] generate = {"generate", "noisy_sine", "-n", "100", "--executor", "local"};
    Process one = start(as(12345), classPath, "002", shared, generate);
    Process other = start(as(12346), classPath, "002", shared, generate);
    end(one);
    end(other);
    end(start(as(12346), classPath, "002", shared, "move", "noisy_sine", "30", "train", "-y"));
    end(start(as(12345), classPath, "002", shared, "move", "noisy_sine", "20", "test", "-y"));
    String[] derive = {
      "preprocess", "noisy_sine", "square_both", "train", "20", "-y", "--executor", "local"
    };
    end(start(as(12345), classPath, "002", shared, derive));
    end(start(as(12346), classPath, "002", shared, "repair", "--rebuild-catalog"));
    end(start(as(12345), classPath, "002", shared, "gc"));
    end(start(as(12345), classPath, "002", shared, "move", "noisy_sine", "10", "test", "-y"));

    String list = new UserDirectory(shared).run("list").out();
    assertTrue(list.contains("raw 140, train 30 (square_both 20), test 30"), list);
    for (String name : List.of(".slurm_cache.sqlite", ".slurm_cache.lock")) {
      assertEquals("rw-rw-r--", mode(shared.resolve(name)), name);
      assertEquals(GROUP, Files.getAttribute(shared.resolve(name), "unix:gid"), name);
    }
    assertEquals("rwxrwxr-x", mode(shared.resolve(".slurm_cache/noisy_sine")));
    assertEquals("rw-rw-r--", mode(shared.resolve(".slurm_cache/moves.journal")));
  }
}

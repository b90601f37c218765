package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.StoredGroups;
import io.slurmgen.cache.Cache;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's directory that was copied elsewhere with all that is in it. */
class CopiedDirectoryTest {
  @TempDir private Path temp;
  private UserDirectory original;
  private UserDirectory copy;

  @BeforeEach
  void makeAndCopy() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("the original"));
    original = UserDirectory.ofExample(directory);
    original.generate(200);
    original.must("move", "noisy_sine", "120", "train", "-y");
    original.must("preprocess", "noisy_sine", "square_both", "train", "60", "--executor", "local");
    Path elsewhere = Files.createDirectory(temp.resolve("else where")).resolve("a copy");
    Process cp = new ProcessBuilder("cp", "-a", directory.toString(), elsewhere.toString()).start();
    assertEquals(0, cp.waitFor());
    copy = new UserDirectory(elsewhere);
  }

  /** All bytes and times of all files. */
  private static SortedMap<String, String> state(Path directory) throws IOException {
    SortedMap<String, String> state = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        String bytes =
            Files.isRegularFile(file) ? "" + Arrays.hashCode(Files.readAllBytes(file)) : "";
        state.put(file.toString(), Files.getLastModifiedTime(file) + " " + bytes);
      }
    }
    return state;
  }

  @Test
  void copyIsACacheOfItsOwn() throws Exception {
    String listed = list(original);
    SortedMap<String, String> before = state(original.path());
    assertEquals(listed, list(copy));
    copy.must("move", "noisy_sine", "30", "test", "-y");
    copy.generate(50);
    copy.must("preprocess", "noisy_sine", "square_both", "train", "120", "--executor", "local");
    copy.must("status", "--all");
    copy.must("retry", "1");
    copy.must("verify");
    assertEquals(250, StoredGroups.all(copy.path(), "noisy_sine", 0).size());
    assertEquals(120, load(copy, "train"));
    assertEquals(30, load(copy, "test"));
    assertEquals(before, state(original.path()));
  }

  @Test
  void originalMayBeGone() throws Exception {
    String before = list(original);
    Process remove = new ProcessBuilder("rm", "-r", original.path().toString()).start();
    assertEquals(0, remove.waitFor());
    assertEquals(before, list(copy));
    assertEquals(120, load(copy, "train"));
    copy.must("move", "noisy_sine", "80", "train", "-y");
    copy.generate(10);
    copy.must("export", "noisy_sine", "train", "-o", temp.resolve("x.csv").toString());
    Files.delete(copy.path().resolve(".slurm_cache.sqlite"));
    copy.must("repair", "--rebuild-catalog");
    assertEquals(200, load(copy, "train"));
  }

  @Test
  void nothingThatIsKeptNamesThePlace() throws Exception {
    String place = temp.toRealPath().toString();
    try (Stream<Path> files = Files.walk(original.path())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains(place), file + " names " + place);
      }
    }
  }

  private static String list(UserDirectory user) {
    UserDirectory.Result list = user.run("list");
    assertEquals(ExitCode.DONE, list.exitCode(), list.err());
    assertTrue(list.out().contains("train"), list.out());
    return list.out();
  }

  private static long load(UserDirectory user, String group) {
    try (Cache cache = Cache.open(user.path())) {
      return cache.dataset("noisy_sine").paramSet(0).group(group).get().size();
    }
  }
}

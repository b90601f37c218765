package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Mutations;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Dataset;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cache.Samples;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.task.FixedCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rounds in which a catalog is damaged, a command runs on it, and it is made again: each sample
 * must be there then, once, and in the group that it had. A round depends on the seed and its
 * number only.
 */
final class DamageRun {

  private static final int PAGE = 4096;
  private static final String LEFT = "{'left': 0}";

  private static final Pattern VERSION_REMEDY =
      Pattern.compile("if no newer one was ever used here: sqlite3 \\S+ '([^']+)'");

  private static final List<String> COMMANDS =
      List.of(
          "generate noisy_sine -n 40 --njobs 1 --executor local",
          "generate noisy_sine -n 20 --njobs 1 --executor local -p " + LEFT.replace(" ", ""),
          "generate noisy_sine -n 20 --njobs 1 --executor local -p {'left':-3} --seed 5",
          "move noisy_sine 3 test -y -p 0",
          "move noisy_sine 10 val -y -p 1",
          "preprocess noisy_sine square_both test 10 -p 0 --njobs 1 --executor local -y",
          "list",
          "status --all",
          "gc",
          "verify",
          "repair",
          "repair --damaged",
          "cancel 1 -y",
          "retry 1",
          "wait 1");

  private final UserDirectory user;
  private final Path catalog;
  private final long seed;
  private final Map<Path, byte[]> files = new TreeMap<>();
  private final Map<String, String> right;
  private final Map<ExitCode, Integer> answers = new EnumMap<>(ExitCode.class);

  private DamageRun(UserDirectory user, long seed) throws IOException {
    this.user = user;
    this.catalog = user.path().resolve(".slurm_cache.sqlite");
    this.seed = seed;
    for (Path file : files()) {
      files.put(file, Files.readAllBytes(file));
    }
    this.right = groups();
  }

  /** Makes the cache that is damaged, with its classes compiled. */
  static DamageRun in(Path directory, long seed) throws IOException {
    UserDirectory user = UserDirectory.ofExample(directory);
    FixedCache.make(directory);
    user.run("generate", "noisy_sine", "-n", "1", "--dry-run", "--executor", "local");
    return new DamageRun(user, seed);
  }

  /** How the commands on damaged catalogs ended, each of which was right. */
  Map<ExitCode, Integer> answers() {
    return answers;
  }

  /** The bytes of the catalog before any damage. */
  byte[] whole() {
    return files.get(catalog).clone();
  }

  void round(int round) throws IOException {
    Random random = new Random(seed * 1_000_003 + round);
    Mutations mutations = new Mutations(random, PAGE);
    byte[] whole = whole();
    byte[] damaged = random.nextInt(5) == 0 ? mutations.of(whole) : mutations.flipped(whole);
    String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
    check(damaged, command, "seed %d, round %d, %s: ".formatted(seed, round, command));
  }

  /** Has a catalog of these bytes meet a command and a rebuild. */
  void check(byte[] damaged, String command, String what) throws IOException {
    restore();
    Files.write(catalog, damaged);
    try {
      check(command, what);
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(what + e, e);
    }
  }

  private void check(String command, String what) throws IOException {
    UserDirectory.Result result = user.run(command.split(" "));
    assertFit(result, what);
    answers.merge(result.exitCode(), 1, Integer::sum);
    UserDirectory.Result rebuilt = rebuild();
    assertFit(rebuilt, what);
    assertEquals(ExitCode.DONE, rebuilt.exitCode(), what + result + rebuilt);
    String all = what + result + rebuilt;
    assertKept(groups(), command, result.exitCode() == ExitCode.DONE, all);
    UserDirectory.Result verified = user.run("verify");
    assertFit(verified, what);
    assertEquals(ExitCode.DONE, verified.exitCode(), all + verified);
  }

  /** Rebuilds the catalog; where only its version is damaged, it does first what it is told to. */
  private UserDirectory.Result rebuild() throws IOException {
    UserDirectory.Result rebuilt = user.run("repair", "--rebuild-catalog", "-y");
    Matcher told = VERSION_REMEDY.matcher(rebuilt.err());
    if (!told.find()) {
      return rebuilt;
    }
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      statement.executeUpdate(told.group(1));
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return user.run("repair", "--rebuild-catalog", "-y");
  }

  private static void assertFit(UserDirectory.Result result, String what) {
    String all = result.out() + result.err();
    assertFalse(all.contains("internal error") || all.contains("\tat "), what + result);
    assertTrue(result.exitCode() == ExitCode.DONE || !all.isEmpty(), what + result);
  }

  /** Each sample keeps its group; a raw one may be where the command has moved it. */
  private void assertKept(Map<String, String> now, String command, boolean isDone, String what) {
    String[] words = command.split(" ");
    boolean isMove = words[0].equals("move");
    int moved = 0;
    for (Map.Entry<String, String> sample : right.entrySet()) {
      String group = now.get(sample.getKey());
      if (isMove && sample.getValue().equals("raw") && words[3].equals(group)) {
        moved++;
      } else {
        assertEquals(sample.getValue(), group, what + sample.getKey());
      }
    }
    int more = words[0].equals("generate") ? Integer.parseInt(words[3]) : 0;
    if (isDone) {
      assertEquals(isMove ? Integer.parseInt(words[2]) : 0, moved, what);
      assertEquals(
          right.size() + more,
          now.keySet().stream().filter(key -> !key.contains("(")).count() + derived(),
          what);
    }
    assertTrue(
        now.keySet().stream().map(key -> key.substring(0, key.indexOf(':'))).distinct().count()
            <= (command.contains("-3") ? 3 : 2),
        what);
  }

  private long derived() {
    return right.keySet().stream().filter(key -> key.contains("(")).count();
  }

  /** The group of each sample, by parameters and values; what is derived by its values as well. */
  private Map<String, String> groups() {
    Map<String, String> groups = new HashMap<>();
    try (Cache cache = Cache.open(user.path())) {
      for (Dataset dataset : cache) {
        for (ParamSet set : dataset) {
          String of = dataset.name() + " " + set.parameters().replace(":", "=") + ":";
          for (Group group : set) {
            add(groups, of, group.get(), group.name());
            group.forEach(
                derived ->
                    add(groups, of + "(" + derived.name() + ")", derived.get(), group.name()));
          }
        }
      }
    }
    return groups;
  }

  private static void add(Map<String, String> groups, String of, Samples samples, String group) {
    double[] features = samples.features().toDoubleArray();
    double[] labels = samples.labels().toDoubleArray();
    for (int i = 0; i < features.length; i++) {
      String before = groups.put(of + features[i] + "," + labels[i], group);
      assertEquals(null, before, of + features[i] + " is there twice");
    }
  }

  /** Classes stay, as compiling takes longer than all else. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(user.path())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(user.path().resolve(".slurm_cache/.classes")))
          .toList();
    }
  }

  private void restore() throws IOException {
    for (Path file : files()) {
      byte[] bytes = files.get(file);
      if (bytes == null) {
        Files.delete(file);
      }
    }
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      if (!Files.exists(file.getKey())
          || Files.size(file.getKey()) != file.getValue().length
          || !Arrays.equals(Files.readAllBytes(file.getKey()), file.getValue())) {
        Files.createDirectories(file.getKey().getParent());
        Files.write(file.getKey(), file.getValue());
      }
    }
    try (Stream<Path> all = Files.walk(user.path().resolve(".slurm_cache"))) {
      for (Path folder :
          all.sorted(Comparator.reverseOrder()).filter(Files::isDirectory).toList()) {
        if (folder.getFileName().toString().matches("[0-9]+")) {
          deleteEmpty(folder);
        }
      }
    }
  }

  private static void deleteEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }
}

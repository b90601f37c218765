package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Mutations;
import io.slurmgen.Seeds;
import io.slurmgen.UserError;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.task.FixedCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bit rot of the catalog, whose pages have no checksums: whoever asks for samples gets the right
 * ones or a clear error, and nothing else is touched.
 */
class DamagedCatalogTest extends RebuildCase {

  private static final int PAGE = 4096;

  private long seed;
  private Random random;
  private Mutations mutations;
  private byte[] whole;
  private List<Question> questions;
  private Map<Path, byte[]> others;

  /** Samples that a program asks for, and what it gets of an undamaged catalog. */
  private record Question(int paramSet, String group, String preprocessor, long samples) {

    /** By their number, or all that there are. */
    private List<String> answers(Cache cache) {
      ParamSet set = cache.dataset("noisy_sine").paramSet(paramSet);
      Group from = set.group(group);
      return preprocessor.isEmpty()
          ? List.of(text(from.get(samples)), text(from.get()))
          : List.of(
              text(from.preprocessed(preprocessor).get(samples)),
              text(from.preprocessed(preprocessor).get()));
    }
  }

  /** The first, and those that have found something. */
  static long[] seeds() {
    return LongStream.of(1, 22000443987218L, 79490589779944L, 113111344924134L, 12454238048111L)
        .map(Seeds::of)
        .distinct()
        .toArray();
  }

  private void use(long wanted) {
    seed = wanted;
    random = new Random(seed);
    mutations = new Mutations(random, PAGE);
  }

  @BeforeEach
  @Override
  void generate() throws Exception {
    user = UserDirectory.ofExample(temp);
    catalog = temp.resolve(".slurm_cache.sqlite");
    FixedCache.make(temp);
    readAll();
  }

  /** A seed damages the same byte in the same way wherever it is tried. */
  @Test
  void damagedFileIsTheSameEverywhere() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    FixedCache.make(other);
    assertArrayEquals(whole, Files.readAllBytes(other.resolve(".slurm_cache.sqlite")));
  }

  private void readAll() throws Exception {
    whole = Files.readAllBytes(catalog);
    questions =
        List.of(
            new Question(0, "raw", "", 60),
            new Question(0, "train", "", 120),
            new Question(0, "test", "", 20),
            new Question(1, "raw", "", 30),
            new Question(1, "train", "", 30),
            new Question(0, "train", "square_both", 80));
    others = others();
  }

  /** All files but the catalog and the lock file. */
  private Map<Path, byte[]> others() throws IOException {
    Map<Path, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(temp.resolve(".slurm_cache"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(file, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void flippedByteGivesTheSamplesOrAnErrorButNoOthers(long wanted) throws Exception {
    use(wanted);
    Map<Question, List<String>> right = right();
    for (int round = 0; round < Mutations.rounds(160); round++) {
      int page = random.nextInt(whole.length / PAGE) * PAGE;
      byte[] damaged = flippedIn(page);
      assertRightOrRefused(right, damaged, "page " + (page / PAGE + 1) + ", round " + round);
    }
  }

  /** Each page has its turn, however little there is on it. */
  private byte[] flippedIn(int page) {
    List<Integer> places = new ArrayList<>();
    for (int at = page; at < page + PAGE; at++) {
      if (whole[at] != 0 || at < page + 8) {
        places.add(at);
      }
    }
    return mutations.flipped(whole, places.get(random.nextInt(places.size())));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void otherDamageGivesTheSamplesOrAnErrorToo(long wanted) throws Exception {
    use(wanted);
    Map<Question, List<String>> right = right();
    for (int round = 0; round < Mutations.rounds(80); round++) {
      assertRightOrRefused(right, mutations.of(whole), "round " + round);
    }
  }

  private Map<Question, List<String>> right() {
    Map<Question, List<String>> right = new HashMap<>();
    try (Cache cache = Cache.open(temp)) {
      questions.forEach(question -> right.put(question, question.answers(cache)));
    }
    return right;
  }

  private void assertRightOrRefused(Map<Question, List<String>> right, byte[] damaged, String what)
      throws IOException {
    Files.write(catalog, damaged);
    String where = "-Dfuzz.seed=" + seed + ", " + what;
    refusedOr(() -> assertRightOrRefused(right, where), where);
    assertArrayEquals(damaged, Files.readAllBytes(catalog), where);
    Map<Path, byte[]> now = others();
    assertEquals(others.keySet(), now.keySet(), where);
    others.forEach((file, bytes) -> assertArrayEquals(bytes, now.get(file), where));
  }

  private void assertRightOrRefused(Map<Question, List<String>> right, String where) {
    try (Cache cache = Cache.open(temp)) {
      for (Question question : questions) {
        refusedOr(
            () -> assertEquals(right.get(question), question.answers(cache), where + question),
            where + ", " + question);
      }
    }
  }

  private static void refusedOr(Runnable reading, String where) {
    try {
      reading.run();
    } catch (UserError refused) {
      assertFalse(refused.getMessage().contains("\n"), where + refused);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      assertTrue(
          cause instanceof CatalogException
              || cause instanceof CorruptSegmentException
              || cause instanceof FileSystemException,
          () -> where + ": " + cause);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void commandsOnADamagedCatalogTellSoInOneLine(long wanted) throws Exception {
    use(wanted);
    byte[] journal = Files.readAllBytes(temp.resolve(".slurm_cache/moves.journal"));
    List<String[]> commands =
        Stream.of(
                "list --json",
                "list noisy_sine",
                "status --all",
                "move noisy_sine 3 test -y -p 0",
                "export noisy_sine train -p 0 -o " + temp.resolve("train.arrow"))
            .map(command -> command.split(" "))
            .toList();
    for (int round = 0; round < Mutations.rounds(160); round++) {
      Files.write(catalog, round % 3 == 0 ? mutations.of(whole) : mutations.flipped(whole));
      String[] command = commands.get(round % commands.size());
      UserDirectory.Result result = user.run(command);
      String what = "-Dfuzz.seed=%d, round %d, %s: %s".formatted(seed, round, command[0], result);
      assertFalse(result.err().contains("internal error"), what);
      assertFalse(result.err().contains("\tat "), what);
      assertTrue(result.exitCode() == ExitCode.DONE || result.err().lines().count() >= 1, what);
      assertKept(journal, what);
    }
  }

  /** Moves may add to the journal; the segments stay as they are. */
  private void assertKept(byte[] journal, String what) throws IOException {
    for (Map.Entry<Path, byte[]> other : others.entrySet()) {
      byte[] now = Files.readAllBytes(other.getKey());
      if (other.getKey().endsWith("moves.journal")) {
        assertTrue(new String(now).startsWith(new String(journal)), what);
        Files.write(other.getKey(), journal);
      } else {
        assertArrayEquals(other.getValue(), now, what);
      }
    }
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.TestSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A catalog with a damaged byte, a command on it, and a rebuild: no sample is lost, changed or in
 * another group afterwards. {@code tools/crash --damage ROUNDS} runs more of it.
 */
@Tag("slow")
class DamageAndRebuildTest {
  /** Of the example's parameters as they are. */
  private static final String DEFAULTS_HASH = "323e16ab922b";

  @TempDir private Path folder;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // As many rounds as are asked for.
  void rebuildAfterDamageHasEachSampleInItsGroup() throws Exception {
    int rounds = TestSize.of("crash.damage", 100, 400);
    int from = Integer.getInteger("crash.from", 0);
    long seed = Long.getLong("crash.seed", 20240506);
    List<String> wrong = new ArrayList<>();
    DamageRun run = DamageRun.in(folder, seed);
    for (int round = from; round < from + rounds; round++) {
      try {
        run.round(round);
      } catch (AssertionError e) {
        wrong.add(e.getMessage());
        System.out.println("damage: " + e.getMessage());
      }
      if ((round + 1) % 500 == 0) {
        System.out.printf(
            "damage: %d rounds, %d wrong, %s%n", round + 1, wrong.size(), run.answers());
      }
    }
    System.out.printf(
        "damage: seed %d, %d rounds, commands ended %s%n", seed, rounds, run.answers());
    assertEquals(List.of(), wrong);
  }

  /**
   * A table without its ranges, whose indexes were given out again; moves in a wrong order; the
   * number of a version that is to come.
   */
  @ParameterizedTest
  @CsvSource({"777002, 340", "777001, 369", "888001, 51"})
  void roundsThatWentWrongOnce(long seed, int round) throws Exception {
    DamageRun.in(folder, seed).round(round);
  }

  /** A name or hash in an index that is not that of its table would be taken for a new one. */
  @Test
  void damagedNamesAndHashesGiveNothingANumberTwice() throws Exception {
    DamageRun run = DamageRun.in(folder, 0);
    byte[] whole = run.whole();
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int tried = 0;
    for (String wanted : List.of("noisy_sine", DEFAULTS_HASH)) {
      for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        for (int place : List.of(at, at + wanted.length() - 1)) {
          for (int bit : List.of(0, 3)) {
            byte[] damaged = whole.clone();
            damaged[place] ^= (byte) (1 << bit);
            run.check(
                damaged,
                "generate noisy_sine -n 40 --njobs 1 --executor local",
                "bit %d of byte %d: ".formatted(bit, place));
            tried++;
          }
        }
      }
    }
    assertTrue(tried >= 16, tried + " tried");
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Mutations;
import io.slurmgen.Seeds;
import io.slurmgen.cli.text.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bit rot of the journal of moves: no sample gets a group that it never had. */
class DamagedJournalTest extends RebuildCase {

  private static final long SEED = Seeds.of(1);

  private final Mutations mutations = new Mutations(new Random(SEED), 64);

  @Test
  void flippedByteCostsALabelAtMostAndIsTold() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    byte[] whole = Files.readAllBytes(journal);
    Map<String, Map<Long, ?>> right = Map.copyOf(StoredState.of(temp).groups());
    for (int round = 0; round < Mutations.rounds(15); round++) {
      String where = "-Dfuzz.seed=" + SEED + ", round " + round;
      Files.write(journal, mutations.flipped(whole));
      Files.delete(catalog);
      UserDirectory.Result rebuilt = user.run("repair", "--rebuild-catalog");
      String told = rebuilt.err();
      Map<String, Map<Long, ?>> now = Map.copyOf(StoredState.of(temp).groups());
      for (String group : List.of("train", "test")) {
        Map<Long, ?> labelled = now.getOrDefault(group, Map.of());
        assertTrue(right.get(group).entrySet().containsAll(labelled.entrySet()), where + told);
      }
      boolean hasAll =
          List.of("train", "test").stream()
              .allMatch(group -> right.get(group).equals(now.getOrDefault(group, Map.of())));
      boolean isMove = told.contains("what samples it moved is not known");
      assertEquals(isMove ? ExitCode.FAILED : ExitCode.DONE, rebuilt.exitCode(), where + told);
      assertTrue(hasAll || isMove, where + told);
      assertEquals(200, now.values().stream().mapToInt(Map::size).sum(), where + told);
      assertTrue(told.contains(journal.toString()), where + told);
      assertTrue(told.contains(" is damaged"), where + told);
    }
  }

  /** The catalog is the truth: its last moves are written again. */
  @Test
  void nextMoveGoesOnAfterALineThatIsDamaged() throws Exception {
    Path journal = temp.resolve(".slurm_cache/moves.journal");
    for (int round = 0; round < Mutations.rounds(30); round++) {
      List<String> before = Files.readAllLines(journal);
      Files.write(journal, mutations.flipped(Files.readAllBytes(journal)));
      UserDirectory.Result result = user.run("move", "noisy_sine", "1", "test", "-y", "-p", "0");
      String where = "-Dfuzz.seed=%d, round %d: %s".formatted(SEED, round, result);
      assertEquals(ExitCode.DONE, result.exitCode(), where);
      assertFalse(Files.size(journal) == 0, where);
      List<String> now = Files.readAllLines(journal, StandardCharsets.ISO_8859_1);
      long kept = before.stream().filter(now::contains).count();
      assertTrue(kept >= before.size() - 2, where + before + now);
      Files.write(journal, before);
      user.must("move", "noisy_sine", "1", "test", "-y", "-p", "0");
    }
  }
}

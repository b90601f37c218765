package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.Seeds;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Dataset;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cache.Preprocessed;
import io.slurmgen.cli.text.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of generating, failing, retrying, moving and preprocessing, after which the
 * catalog is lost and made again.
 */
class RebuildPropertyTest {
  private static final List<String> GROUPS = List.of("train", "test", "validation");

  /**
   * What a rebuilt catalog has as it was. The other columns of these views and the rows that are
   * left out tell how jobs ended, where they ran, and of sets and attempts without any sample.
   */
  private static final List<String> VIEWS =
      List.of(
          "select * from sample_counts c where exists (select 1 from segments s"
              + " where s.dataset = c.dataset and s.param_set = c.param_set)",
          "select number, hash, params, seed from param_set p"
              + " where exists (select 1 from segment s where s.param_set_id = p.id)"
              + " order by dataset_id, number",
          "select * from preprocessed_counts where samples > 0",
          "select * from chunks order by segment, offset_bytes, first_row",
          "select * from segments order by segment",
          "select dataset, param_set, group_name, preprocessor, submission, job, attempt, samples,"
              + " chunks, code_hash, round(mean_ms_per_sample, 6) from job_timings"
              + " where samples > 0 order by submission, job, attempt",
          "select m.id, g.name, p.hash, m.samples, m.moved_ms from move m"
              + " join sample_group g on g.id = m.group_id"
              + " join param_set p on p.id = g.param_set_id order by m.id");

  @TempDir private Path temp;
  private long seed;
  private Random random;
  private Path gate;
  private Path catalog;
  private UserDirectory user;
  private int submissions;

  @BeforeEach
  void start() throws Exception {
    gate = temp.resolve("gate");
    Path directory = Files.createDirectory(temp.resolve("user"));
    try (var source = RebuildPropertyTest.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, directory.resolve("Datasets.java"));
    }
    user = new UserDirectory(directory);
    catalog = directory.resolve(".slurm_cache.sqlite");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rebuiltCatalogEqualsTheLostOne(long fixed) throws Exception {
    seed = Seeds.of(fixed);
    random = new Random(seed);
    generate();
    for (int step = 0; step < 25; step++) {
      step();
    }
    loseAndRebuild();
  }

  private void step() throws Exception {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> generate();
      case 3, 4 -> retry();
      case 5, 6, 7, 8 -> move();
      case 9, 10 -> preprocess();
      default -> loseAndRebuild();
    }
  }

  /** The generators of the second and third parameter set fail while the gate is closed. */
  private void generate() throws Exception {
    setGate();
    int set = random.nextInt(3);
    int failAt = set == 0 ? -1 : 5 + 12 * set;
    user.run(
        "generate",
        "gated",
        "-n",
        Integer.toString(1 + random.nextInt(60)),
        "--njobs",
        Integer.toString(1 + random.nextInt(3)),
        "--executor",
        "local",
        "-p",
        "{'fail_at': %d, 'gate': '%s'}".formatted(failAt, gate));
    submissions++;
  }

  private void setGate() throws Exception {
    Files.deleteIfExists(gate);
    if (random.nextInt(3) == 0) {
      Files.createFile(gate);
    }
  }

  private void retry() throws Exception {
    setGate();
    for (int number = submissions; number > 0; number--) {
      user.run("retry", Integer.toString(number), "--all");
    }
  }

  private void move() {
    user.run(
        "move",
        "gated",
        Integer.toString(1 + random.nextInt(25)),
        GROUPS.get(random.nextInt(GROUPS.size())),
        "-y",
        "-p",
        Integer.toString(random.nextInt(3)));
  }

  private void preprocess() {
    user.run(
        "preprocess",
        "gated",
        "sum",
        GROUPS.get(random.nextInt(GROUPS.size())),
        Integer.toString(1 + random.nextInt(25)),
        "-p",
        Integer.toString(random.nextInt(3)),
        "--njobs",
        Integer.toString(1 + random.nextInt(2)),
        "--executor",
        "local",
        "-y");
  }

  private void loseAndRebuild() throws Exception {
    List<String> before = seen();
    if (random.nextBoolean()) {
      Files.delete(catalog);
    }
    UserDirectory.Result result = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    assertEquals(String.join("\n", before), String.join("\n", seen()));
  }

  private List<String> seen() throws Exception {
    List<String> seen = new ArrayList<>();
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      for (String view : VIEWS) {
        seen.addAll(RebuildCase.rows(statement, "(" + view + ")"));
      }
    }
    try (Cache cache = Cache.open(user.path())) {
      for (Dataset dataset : cache) {
        for (ParamSet set : dataset) {
          addSamples(set, seen);
        }
      }
    }
    return seen;
  }

  private static void addSamples(ParamSet set, List<String> seen) {
    for (Group group : set) {
      if (group.size() > 0) {
        seen.add(group + ": " + Arrays.toString(group.get().features().toDoubleArray()));
      }
      for (Preprocessed derived : group) {
        if (derived.size() > 0) {
          seen.add(group + ": " + RebuildCase.text(derived.get()));
        }
      }
    }
  }
}

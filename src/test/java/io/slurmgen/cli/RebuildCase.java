package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Dataset;
import io.slurmgen.cache.Group;
import io.slurmgen.cache.ParamSet;
import io.slurmgen.cache.Preprocessed;
import io.slurmgen.cache.Samples;
import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Samples in groups whose catalog is lost and made again, and how to compare what users see. */
abstract class RebuildCase {
  static final String LEFT = "{'left': 0}";

  @TempDir Path temp;
  UserDirectory user;
  Path catalog;

  /** 200 samples in chunks of 50, of which moves split some; 60 samples with other parameters. */
  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(temp);
    catalog = temp.resolve(".slurm_cache.sqlite");
    user.generate(200);
    user.must("move", "noisy_sine", "73", "train", "-y");
    user.must("move", "noisy_sine", "20", "test", "-y");
    user.generate(60, "-p", LEFT);
    user.must("move", "noisy_sine", "30", "train", "-y", "-p", "1");
    user.must("move", "noisy_sine", "47", "train", "-y", "-p", "0");
    user.must(preprocess("train", 80));
  }

  static String[] preprocess(String group, int samples) {
    return new String[] {
      "preprocess",
      "noisy_sine",
      "square_both",
      group,
      Integer.toString(samples),
      "-p",
      "0",
      "--njobs",
      "2",
      "--executor",
      "local",
      "-y"
    };
  }

  /** All that users see of the samples, in its order. */
  List<String> seen() throws Exception {
    List<String> seen = new ArrayList<>();
    seen.add(user.run("list", "--json", "-v").out());
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      for (String view :
          List.of(
              "sample_counts",
              "preprocessed_counts",
              "chunks order by segment, offset_bytes, first_row")) {
        seen.addAll(rows(statement, view));
      }
    }
    try (Cache cache = Cache.open(temp)) {
      for (Dataset dataset : cache) {
        for (ParamSet set : dataset) {
          for (Group group : set) {
            seen.add(group + ": " + text(group.get()));
            for (Preprocessed derived : group) {
              seen.add(group + " " + derived.name() + ": " + text(derived.get()));
            }
          }
        }
      }
    }
    return seen;
  }

  static List<String> rows(Statement statement, String view) throws Exception {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("select * from " + view)) {
      while (row.next()) {
        StringBuilder text = new StringBuilder(view);
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append('|').append(row.getString(i));
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }

  static String text(Samples samples) {
    return Arrays.toString(samples.features().toDoubleArray())
        + Arrays.toString(samples.labels().toDoubleArray());
  }

  UserDirectory.Result rebuild() {
    UserDirectory.Result result = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.DONE, result.exitCode(), result.err());
    return result;
  }

  /** Rebuilds where samples that had a group are not to be had. */
  UserDirectory.Result rebuildWithoutAll() {
    UserDirectory.Result result = user.run("repair", "--rebuild-catalog");
    assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
    return result;
  }

  String counts() {
    return user.run("list").out();
  }

  Path segment(String name) throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve(".slurm_cache/noisy_sine"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  Path old(int number) {
    return catalog.resolveSibling(catalog.getFileName() + ".old-" + number);
  }

  static Path rollbackJournal(Path database) {
    return database.resolveSibling(database.getFileName() + "-journal");
  }

  static List<String> groups(List<String> seen) {
    return seen.stream().filter(line -> line.startsWith("noisy_sine ")).toList();
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cli.text.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A cache of four jobs with five chunks each, and ways to spoil it. */
abstract class VerifyCase {
  @TempDir Path temp;
  UserDirectory user;
  private Path catalog;

  /** Samples 0-249 are in J1, 250-499 in J2, and so on; the first 120 are in train. */
  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(temp);
    catalog = temp.resolve(".slurm_cache.sqlite");
    user.must(
        "generate",
        "noisy_sine",
        "-n",
        "1000",
        "--njobs",
        "4",
        "--executor",
        "local",
        "--seed",
        "7");
    user.must("move", "noisy_sine", "120", "train", "-y");
  }

  Path segment(String name) throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve(".slurm_cache"))) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  Path journal() {
    return temp.resolve(".slurm_cache/moves.journal");
  }

  static void cut(Path file, long bytesLess) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(open.length() - bytesLess);
    }
  }

  static void flip(Path file, long offsetBytes) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(offsetBytes);
      int value = open.read();
      open.seek(offsetBytes);
      open.write(value ^ 4);
    }
  }

  /** Changes the catalog with the tables' triggers out of the way, and puts them back. */
  void spoil(String sql) throws SQLException {
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement()) {
      List<String> triggers = new ArrayList<>();
      List<String> names = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("select name, sql from sqlite_master where type = 'trigger'")) {
        while (row.next()) {
          names.add(row.getString(1));
          triggers.add(row.getString(2));
        }
      }
      for (String name : names) {
        statement.executeUpdate("drop trigger " + name);
      }
      statement.executeUpdate("pragma ignore_check_constraints = 1");
      statement.executeUpdate(sql);
      for (String trigger : triggers) {
        statement.executeUpdate(trigger);
      }
    }
  }

  List<String> rows(String sql) throws SQLException {
    try (Connection shell = DriverManager.getConnection("jdbc:sqlite:" + catalog);
        Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          columns.add(row.getString(i));
        }
        rows.add(String.join("|", columns));
      }
      return rows;
    }
  }

  /** The findings, without the summary. */
  List<String> findings() {
    UserDirectory.Result result = user.run("verify");
    assertEquals("", result.err());
    List<String> lines =
        result
            .out()
            .lines()
            .filter(line -> !line.matches(".* (found in|are as recorded|belong to no).*"))
            .toList();
    assertEquals(lines.isEmpty() ? ExitCode.DONE : ExitCode.FAILED, result.exitCode());
    return lines;
  }

  /** The only finding. */
  String finding() {
    List<String> findings = findings();
    assertEquals(1, findings.size(), findings::toString);
    return findings.get(0);
  }

  void assertFinding(String... parts) {
    String finding = finding();
    for (String part : parts) {
      if (!finding.contains(part)) {
        throw new AssertionError("no \"" + part + "\" in: " + finding);
      }
    }
  }

  void assertClean() {
    assertEquals(List.of(), findings());
  }
}

package io.slurmgen.crash;

import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the catalog says, read as the sqlite3 shell reads it.
 *
 * @param sets what there is of each of the {@link ParamSets}
 */
record Snapshot(SortedMap<Integer, StoredSet> sets) {

  private static final String SETS = "select id, params, hash, number from param_set";
  private static final String RANGES =
      """
      select r.first_index, r.samples, g.name, coalesce(r.move_id, 0) from sample_range r
      join sample_group g on g.id = r.group_id where r.param_set_id = %d order by r.first_index
      """;
  private static final String MOVES =
      """
      select m.id, g.name, m.samples from move m join sample_group g on g.id = m.group_id
      where g.param_set_id = %d order by m.id
      """;
  private static final String COUNTS =
      "select name, samples from sample_group where param_set_id = %d";
  private static final String CHUNKS =
      """
      select c.first_index, c.samples, '', 0 from chunk c join segment s on s.id = c.segment_id
      where s.param_set_id = %d and s.preprocessed_id is %snull order by c.first_index
      """;
  private static final String DERIVED =
      """
      select r.first_index, r.samples, '', 0 from preprocessed_range r
      join preprocessed p on p.id = r.preprocessed_id join sample_group g on g.id = p.group_id
      where g.param_set_id = %d order by r.first_index
      """;
  private static final String DERIVED_COUNT =
      """
      select coalesce(sum(p.samples), 0) from preprocessed p
      join sample_group g on g.id = p.group_id where g.param_set_id = %d
      """;

  /** One without any samples. */
  static Snapshot empty() {
    return new Snapshot(new TreeMap<>());
  }

  /** Reads all of it; nothing where there is no catalog yet. */
  static Snapshot read(CacheDirectory cache) throws SQLException {
    Snapshot snapshot = empty();
    if (Files.exists(cache.catalog())) {
      try (Connection shell = open(cache)) {
        snapshot.readAll(shell);
      }
    }
    return snapshot;
  }

  /** Whether the catalog has been made as a whole. */
  static boolean hasSchema(CacheDirectory cache) throws SQLException {
    try (Connection shell = open(cache)) {
      return hasSchema(shell);
    }
  }

  private static boolean hasSchema(Connection shell) throws SQLException {
    return numbers(shell, "pragma user_version").get(0) > 0;
  }

  private static Connection open(CacheDirectory cache) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + cache.catalog());
  }

  private void readAll(Connection shell) throws SQLException {
    if (!hasSchema(shell)) {
      return;
    }
    try (Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery(SETS)) {
      while (row.next()) {
        sets.put(
            ParamSets.of(row.getString(2)),
            set(shell, row.getLong(1), row.getString(3), row.getInt(4)));
      }
    }
  }

  private static StoredSet set(Connection shell, long id, String hash, int number)
      throws SQLException {
    SortedMap<Long, StoredSet.Move> moves = new TreeMap<>();
    SortedMap<String, Long> counts = new TreeMap<>();
    try (Statement statement = shell.createStatement()) {
      try (ResultSet row = statement.executeQuery(MOVES.formatted(id))) {
        while (row.next()) {
          moves.put(row.getLong(1), new StoredSet.Move(row.getString(2), row.getLong(3)));
        }
      }
      try (ResultSet row = statement.executeQuery(COUNTS.formatted(id))) {
        while (row.next()) {
          counts.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return new StoredSet(
        hash,
        number,
        ranges(shell, RANGES.formatted(id)),
        moves,
        counts,
        ranges(shell, CHUNKS.formatted(id, "")),
        ranges(shell, DERIVED.formatted(id)),
        ranges(shell, CHUNKS.formatted(id, "not ")),
        numbers(shell, DERIVED_COUNT.formatted(id)).get(0));
  }

  private static List<StoredSet.Range> ranges(Connection shell, String sql) throws SQLException {
    List<StoredSet.Range> ranges = new ArrayList<>();
    try (Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        ranges.add(
            new StoredSet.Range(row.getLong(1), row.getLong(2), row.getString(3), row.getLong(4)));
      }
    }
    return ranges;
  }

  private static List<Long> numbers(Connection shell, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }

  /** Whether the last move of the catalog is not in its journal. */
  static boolean isJournalBehind(CacheDirectory cache) throws SQLException, IOException {
    try (Connection shell = open(cache)) {
      List<Long> last = numbers(shell, "select coalesce(max(id), 0) from move");
      return last.get(0) > JournalledMove.last(cache);
    }
  }

  /** What SQLite says of the file, which is `ok` where it is whole. */
  static List<String> integrity(CacheDirectory cache) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection shell = open(cache);
        Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery("pragma integrity_check")) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }

  /** How many samples there are. */
  long samples() {
    return sets.values().stream().mapToLong(StoredSet::samples).sum();
  }
}

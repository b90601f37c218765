package io.slurmgen.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * The tables, indexes, triggers and views of a database, each by the text that made it. The
 * triggers keep counts and labels right, so that a catalog without them goes wrong without a word.
 *
 * @param texts by what they are called
 */
public record Schema(Map<Item, String> texts) {

  /** Tables first, then what depends on them. */
  private static final String ITEMS =
      """
      select type, name, sql from sqlite_master
      where name not like 'sqlite\\_%' escape '\\'
      order by type <> 'table', type <> 'index', type <> 'view', name
      """;

  /** The name of a table, index, trigger or view. */
  public record Item(String type, String name) {

    public boolean isTable() {
      return type.equals("table");
    }

    @Override
    public String toString() {
      return type + " " + name;
    }
  }

  public Schema {
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  /** The schema that a database has. */
  public static Schema of(Connection connection) throws SQLException {
    Map<Item, String> texts = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ITEMS)) {
      while (row.next()) {
        Row found = new Row(row);
        Item item = new Item(found.text(1), found.text(2));
        texts.put(item, found.text(3));
      }
    }
    return new Schema(texts);
  }

  /** The schema that a catalog of some version has. */
  public static Schema ofVersion(int version) throws SQLException, IOException {
    try (Connection memory =
        new JDBC4Connection(JDBC.PREFIX + ":memory:", ":memory:", new Properties())) {
      Migrations.apply(memory, Migrations.STEPS.subList(0, version));
      return of(memory);
    }
  }

  /** The newest version whose tables these are, empty where it is none of ours. */
  OptionalInt version() throws SQLException, IOException {
    for (int version = Migrations.newest(); version > 0; version--) {
      if (ofVersion(version).tables().equals(tables())) {
        return OptionalInt.of(version);
      }
    }
    return OptionalInt.empty();
  }

  private Map<Item, String> tables() {
    Map<Item, String> tables = new LinkedHashMap<>(texts);
    tables.keySet().removeIf(item -> !item.isTable());
    return tables;
  }

  /** The items of the schema that a catalog should have which are missing or others here. */
  public List<Item> differences(Schema expected) {
    return expected.texts.entrySet().stream()
        .filter(wanted -> !wanted.getValue().equals(texts.get(wanted.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The triggers here that the schema which a catalog should have lacks. */
  public List<Item> addedTriggers(Schema expected) {
    return texts.keySet().stream()
        .filter(item -> item.type().equals("trigger") && !expected.texts.containsKey(item))
        .toList();
  }

  /**
   * Makes indexes, triggers and views of the database that has this schema as they should be. The
   * caller holds a write transaction.
   */
  public void restore(Connection connection, Schema expected) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (Map.Entry<Item, String> wanted : expected.texts.entrySet()) {
        Item item = wanted.getKey();
        if (!item.isTable() && !wanted.getValue().equals(texts.get(item))) {
          statement.executeUpdate("drop %s if exists %s".formatted(item.type(), item.name()));
          statement.executeUpdate(wanted.getValue());
        }
      }
    }
  }
}

package io.slurmgen.catalog;

import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.JobEnd;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;

/** A real catalog in a directory of a test, with short ways to fill it. */
public final class TestCatalog implements Closeable {

  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-05-06T07:08:09.123Z"), ZoneOffset.UTC);
  public static final OptionalLong STARTUP_NANOS = OptionalLong.of(7_000_000);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public final Catalog catalog;

  private TestCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  public static TestCatalog in(Path directory) throws IOException {
    return in(directory, CLOCK);
  }

  public static TestCatalog in(Path directory, Clock clock) throws IOException {
    return new TestCatalog(Catalog.create(new CacheDirectory(directory), clock));
  }

  /** The catalog as the sqlite3 shell opens it: without lock file and foreign keys. */
  public Connection shell() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + catalog.directory().catalog());
  }

  /** All rows of a query, columns separated by a bar, as the sqlite3 shell prints them. */
  public List<String> rows(String sql) throws SQLException {
    try (Connection shell = shell()) {
      return rows(shell, sql);
    }
  }

  public static List<String> rows(Connection shell, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = shell.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        StringJoiner text = new StringJoiner("|");
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.add(row.getString(i) == null ? "" : row.getString(i));
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }

  /** The content of all tables. */
  public List<String> dump() throws SQLException {
    List<String> dump = new ArrayList<>();
    try (Connection shell = shell()) {
      for (String table :
          rows(shell, "select name from sqlite_master where type = 'table' order by 1")) {
        rows(shell, "select * from " + table).forEach(row -> dump.add(table + ": " + row));
      }
    }
    return dump;
  }

  public void sql(String script) throws SQLException {
    try (Connection shell = shell();
        Statement statement = shell.createStatement()) {
      statement.executeUpdate(script);
    }
  }

  public static NewSubmission wanted(
      String dataset, int params, NewSubmission.Amount amount, int jobs) {
    return new NewSubmission(
        dataset,
        "%064x".formatted(params),
        "{\"p\":" + params + "}",
        OptionalLong.empty(),
        1000 + params,
        amount,
        jobs,
        ExecutorKind.LOCAL,
        "code",
        new Submitter("node", 42));
  }

  public static NewSubmission.Amount more(long samples) {
    return new NewSubmission.Amount(samples, false);
  }

  public static NewSubmission.Amount until(long total) {
    return new NewSubmission.Amount(total, true);
  }

  /** Submits samples of the parameter set 0 of the dataset "d". */
  public SubmissionRow submit(long samples, int jobs) throws IOException {
    return catalog.submissions().create(wanted("d", 0, more(samples), jobs)).orElseThrow();
  }

  /** All submissions, the newest last. */
  public List<SubmissionRow> all() throws IOException {
    List<SubmissionRow> all = new ArrayList<>();
    for (long id = 1; id <= catalog.submissions().newest().orElse(0); id++) {
      all.add(catalog.submissions().find(id).orElseThrow());
    }
    return all;
  }

  public AttemptRow start(SubmissionRow submission, int job) throws IOException {
    return start(submission.id(), job);
  }

  public AttemptRow start(long submission, int job) throws IOException {
    return catalog
        .attempts()
        .start(
            new AttemptStart(
                submission, job, "node", Optional.of("7_1"), Optional.of("a.log"), "code"));
  }

  public Set<AttemptRow.Id> record(RecordedChunks... chunks) throws IOException {
    return catalog.attempts().record(List.of(chunks), PATIENCE).keySet();
  }

  /** Records all that an attempt is to make, in one segment a run, in chunks of the given rows. */
  public void recordAll(AttemptRow attempt, int rows) throws IOException {
    int part = 0;
    for (IndexRange range : attempt.missing().ranges()) {
      TestSegment segment = new TestSegment(attempt, part++, range.first());
      record(segment.chunks(range.samples(), rows));
    }
    catalog.attempts().end(attempt, JobEnd.done());
  }

  /** Generates samples of the parameter set 0 of the dataset "d" in one job. */
  public ParamSetRow generate(long samples, int rows) throws IOException {
    SubmissionRow submission = submit(samples, 1);
    recordAll(start(submission, 0), rows);
    return submission.paramSet();
  }

  public ParamSetCounts counts() throws IOException {
    return catalog.counts().of("d").get(0);
  }

  public GroupRow group(String name) throws IOException {
    return counts().groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}

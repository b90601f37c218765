package io.slurmgen.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slurmgen.StoredGroups;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.samples.RecordedChunks;
import io.slurmgen.catalog.samples.StoredTypes;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptStart;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.NewSubmission;
import io.slurmgen.model.ParamSetCounts;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.segment.ChunkEntry;
import io.slurmgen.segment.column.ColumnType;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** A real catalog with a dataset whose samples are random pairs, and tasks that make them. */
public final class TaskBench implements Closeable {

  /** Longer than anything takes that ends at all. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Gives up a locked catalog at once and tries again soon. */
  static final RecorderPace QUICK =
      new RecorderPace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Optional.empty());

  /** Stands for the loader of a user's classes. */
  static final ClassLoader USER_CODE = new ClassLoader(TaskBench.class.getClassLoader()) {};

  private static final Parameters PARAMETERS = Parameters.ofCanonical("{}");
  private static final Parameters OTHER_PARAMETERS = Parameters.ofCanonical("{\"other\":1}");
  private static final long SEED = 11;

  /** The types of the samples. */
  static final class Types {
    double features;
    double label;
  }

  /** How samples of {@link Types} are stored. */
  static final StoredTypes TYPES = new StoredTypes("double", "double");

  public final Catalog catalog;
  final LongAdder made = new LongAdder();

  private TaskBench(Catalog catalog) {
    this.catalog = catalog;
  }

  public static TaskBench in(Path directory) throws IOException {
    return new TaskBench(Catalog.create(new CacheDirectory(directory), Clock.systemUTC()));
  }

  /** How a sample is made; may throw, or wait. */
  @FunctionalInterface
  public interface Drawing {
    Sample<?, ?> draw(long index) throws IOException;
  }

  /** The sample that is always to be at an index. */
  public static Sample<?, ?> sample(long index) {
    SampleRandom random = new SampleRandom(SEED, PARAMETERS.hash());
    random.startSample(index);
    return new Sample<>(random.nextDouble(), random.nextGaussian());
  }

  public static SortedMap<Long, Sample<?, ?>> samples(long... indexes) {
    SortedMap<Long, Sample<?, ?>> samples = new TreeMap<>();
    for (long index : indexes) {
      samples.put(index, sample(index));
    }
    return samples;
  }

  /** Makes them in chunks of the given number of samples. */
  public static Recipe recipe(int cacheEvery, Drawing drawing) {
    return recipe(Types.class, cacheEvery, drawing);
  }

  /** The same with the types of a class's fields {@code features} and {@code label}. */
  public static Recipe recipe(Class<?> types, int cacheEvery, Drawing drawing) {
    return new Recipe(
        type(types, "features"),
        type(types, "label"),
        cacheEvery,
        "code",
        USER_CODE,
        attempt ->
            new SampleDrawing() {
              @Override
              public Sample<?, ?> draw(long index) throws IOException {
                return drawing.draw(index);
              }

              @Override
              public void close() {}
            });
  }

  private static ColumnType type(Class<?> types, String field) {
    try {
      return ColumnType.of(types.getDeclaredField(field).getAnnotatedType());
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public SubmissionRow submit(long samples, int jobs) throws IOException {
    return submit(PARAMETERS, samples, jobs);
  }

  /** In one job, of the same dataset with other parameters. */
  public SubmissionRow submitOther(long samples) throws IOException {
    return submit(OTHER_PARAMETERS, samples, 1);
  }

  private SubmissionRow submit(Parameters parameters, long samples, int jobs) throws IOException {
    return catalog
        .submissions()
        .create(
            new NewSubmission(
                "d",
                parameters.hash(),
                parameters.json(),
                OptionalLong.of(SEED),
                SEED,
                new NewSubmission.Amount(samples, false),
                jobs,
                ExecutorKind.LOCAL,
                "code",
                Submitter.ofThisProcess()))
        .orElseThrow();
  }

  public AttemptRow start(SubmissionRow submission, int job) throws IOException {
    return catalog
        .attempts()
        .start(
            new AttemptStart(
                submission.id(), job, "node", Optional.empty(), Optional.empty(), "code"));
  }

  /** Starts an attempt of the first job that has written chunks of 20 samples, none recorded. */
  public AttemptRow writeUnrecorded(SubmissionRow submission, long samples) throws IOException {
    AttemptRow attempt = start(submission, 0);
    Recorder none = Recorder.start(catalog, line -> {});
    none.close(Duration.ZERO);
    try (SegmentParts parts =
        new SegmentParts(catalog.directory(), attempt, recipe(20, TaskBench::sample), none)) {
      for (long index = 0; index < samples; index++) {
        parts.append(index, sample(index));
      }
    }
    return attempt;
  }

  public Task task(Recorder recorder, Recipe recipe, AttemptRow attempt) {
    return new Task(catalog, recorder, recipe, attempt, PATIENCE, System.nanoTime(), made);
  }

  /** Runs a new attempt with a recorder of its own. */
  public Task.Outcome run(SubmissionRow submission, int job, Recipe recipe) throws IOException {
    Recorder recorder = Recorder.start(catalog, line -> {});
    try {
      return task(recorder, recipe, start(submission, job)).run();
    } finally {
      recorder.close(PATIENCE);
    }
  }

  /** Records samples 0, 2, 4, … of an attempt as if they were in segments, which there are not. */
  void recordEverySecond(AttemptRow attempt) throws IOException {
    List<RecordedChunks> chunks = new ArrayList<>();
    for (int i = 0; i < attempt.missing().samples(); i += 2) {
      ChunkEntry chunk = new ChunkEntry(i, 1, 400, 200, 0, 1);
      chunks.add(
          new RecordedChunks(
              attempt, attempt.segmentPath(i), TYPES, List.of(chunk), OptionalLong.empty()));
    }
    catalog.attempts().record(chunks, PATIENCE);
  }

  public JobRow job(SubmissionRow submission, int number) throws IOException {
    return catalog.submissions().find(submission.id()).orElseThrow().jobs().get(number);
  }

  ParamSetCounts counts() throws IOException {
    return catalog.counts().of("d").get(0);
  }

  /** All recorded samples by their index. */
  public SortedMap<Long, Sample<Object, Object>> recorded() throws IOException {
    return StoredGroups.all(catalog, counts());
  }

  /** The catalog as the sqlite3 shell opens it. */
  Connection shell() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + catalog.directory().catalog());
  }

  /** A row a line, as the sqlite3 shell prints it. */
  List<String> rows(String sql) throws SQLException {
    try (Connection shell = shell();
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

  /**
   * How often a transaction has changed the catalog (https://sqlite.org/fileformat2.html, 1.3.7).
   */
  long commits() throws IOException {
    // A process of its own: closing the file in this one would drop SQLite's locks.
    String file = catalog.directory().catalog().toString();
    Process od =
        new ProcessBuilder("od", "-An", "-tu4", "--endian=big", "-j24", "-N4", file).start();
    return Long.parseLong(new String(od.getInputStream().readAllBytes(), UTF_8).strip());
  }

  @Override
  public void close() throws IOException {
    catalog.close();
  }
}

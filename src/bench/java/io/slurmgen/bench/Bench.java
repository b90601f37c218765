package io.slurmgen.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry point of {@code tools/bench}, which passes the checkout as the first argument. */
final class Bench {
  static final int DONE = 0;
  static final int MISSED = 1;
  static final int MISTAKE = 2;

  private static final String HELP =
      """
      tools/bench [--check] [--large] [--prepare] [ROW...]

      Measures how fast slurm-gen is: prints a table and writes target/bench.json. Caches to measure
      with are made once, in target/bench-data. Runs all rows unless some are named.

      --check    exit code 1 where a figure misses its bound
      --large    the row large as well: a catalog of 10^7 chunks (4 GB, some minutes the first time)
      --prepare  only makes the caches

      list      list among 10^3, 10^5 and 10^6 chunks, and hello-world, on each JDK
      move      move 500,000 of 1,000,000 samples in 20,000 chunks
      load      load 1,000,000 (double, double) samples in chunks of 50
      wide      load 60,000 (float[784], int) samples in chunks of 1,000
      first     load the first 1,000 of 10^7 samples in a new process
      generate  generate 1,000,000 samples of noisy_sine in chunks of 50
      task      from the start of a batch script to the first sample (starts a Slurm too)
      submit    submit 200 tasks to a Slurm that it starts here, and one
      record    64 processes record 100 chunks each
      memory    the heap that streaming, list and move take
      commits   chunks recorded per second, by the time between commits
      """;

  private final Place place;
  private final Map<String, Row> rows;
  private final PrintStream out;
  private final PrintStream err;

  /** Takes the rows by their names, in the order of the table. */
  Bench(Place place, Map<String, Row> rows, PrintStream out, PrintStream err) {
    this.place = place;
    this.rows = rows;
    this.out = out;
    this.err = err;
  }

  /** Takes the checkout, the class path of the tool that is measured, and what the user typed. */
  public static void main(String[] arguments) throws Exception {
    Place place = new Place(Path.of(arguments[0]), arguments[1], Jdk.ofThisProcess());
    List<String> words = List.of(arguments).subList(2, arguments.length);
    System.exit(new Bench(place, rows(), System.out, System.err).run(words));
  }

  static Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    rows.put("list", new ListRow());
    rows.put("move", new MoveRow());
    rows.put("load", new LoadRow());
    rows.put("wide", new WideRow());
    rows.put("first", new FirstRow());
    rows.put("generate", new GenerateRow());
    rows.put("task", new TaskRow());
    rows.put("submit", new SubmitRow());
    rows.put("record", new RecordRow());
    rows.put("memory", new MemoryRow());
    rows.put("commits", new CommitsRow());
    rows.put("large", new LargeRow());
    return rows;
  }

  /**
   * Does what the user typed.
   *
   * @return the exit code
   */
  int run(List<String> words) throws Exception {
    Choice choice;
    try {
      choice = Choice.of(words, List.copyOf(rows.keySet()));
    } catch (IllegalArgumentException e) {
      err.println("bench: " + e.getMessage());
      return MISTAKE;
    }
    if (choice.help()) {
      out.print(HELP);
      return DONE;
    }
    for (String row : choice.rows()) {
      rows.get(row).prepare(place);
    }
    return choice.prepareOnly() ? DONE : measure(choice);
  }

  private int measure(Choice choice) throws Exception {
    List<Figure> figures = new ArrayList<>();
    out.println(Report.heading());
    for (String row : choice.rows()) {
      for (Figure figure : rows.get(row).measure(place)) {
        figures.add(figure);
        out.println(Report.line(figure));
      }
    }
    Report report = new Report(machine(), figures);
    Files.writeString(place.root().resolve("target/bench.json"), report.json());
    return report.exitCode(choice.check());
  }

  private Map<String, String> machine() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    machine.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    machine.put("java", Runtime.version().toString());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return machine;
  }
}

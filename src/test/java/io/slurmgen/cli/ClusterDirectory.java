package io.slurmgen.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.Await;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.JobState;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.segment.ChunkScan;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.slurm.SlurmTestCluster;
import io.slurmgen.slurm.TaskStates;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.SlurmState;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TaskStatus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A user's directory with the dataset of Gated.java, whose submissions go to the test cluster. The
 * gate is a file outside of it. Closing cancels what still runs.
 */
final class ClusterDirectory implements Closeable {
  /** Of all parameter sets, so that a run in another directory makes the same samples. */
  static final String SEED = "42";

  private final Path path;
  private final Path gate;
  private final SlurmTestCluster cluster = SlurmTestCluster.get();
  private final UserDirectory commands;

  private ClusterDirectory(Path path, Path gate) {
    this.path = path;
    this.gate = gate;
    this.commands = new UserDirectory(path);
  }

  static ClusterDirectory in(Path parent) throws IOException {
    return at(Files.createDirectory(parent.resolve("cluster")), parent.resolve("gate"));
  }

  static ClusterDirectory at(Path path, Path gate) throws IOException {
    try (var source = ClusterDirectory.class.getResourceAsStream("Gated.java")) {
      Files.copy(source, path.resolve("Datasets.java"));
    }
    return of(path, gate);
  }

  /** Of a directory that has its Datasets.java. */
  static ClusterDirectory of(Path path, Path gate) {
    return new ClusterDirectory(path, gate);
  }

  Path path() {
    return path;
  }

  SlurmTestCluster cluster() {
    return cluster;
  }

  /** How many processes have come to the gate and waited there. */
  static long waitedAt(Path gate) throws IOException {
    try (Stream<Path> files = Files.list(gate.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(gate.getFileName() + ".waiting"))
          .count();
    }
  }

  /** Waits until tasks have added all samples before the one that waits for the gate. */
  void awaitWaiting(int tasks) throws Exception {
    Await.until(tasks + " tasks wait at the gate", () -> waitedAt(gate) == tasks);
  }

  /** Lets all tasks go on. */
  void openGate() throws IOException {
    Files.createFile(gate);
  }

  /** Parameters with the gate. */
  String params(String name, Object value) {
    return params(Map.of(name, value));
  }

  String params(Map<String, ?> values) {
    ObjectNode params = new ObjectMapper().createObjectNode();
    params.put("gate", gate.toString());
    values.forEach((name, value) -> params.putPOJO(name, value));
    return params.toString();
  }

  UserDirectory.Result run(String... arguments) {
    return commands.run(arguments);
  }

  /** Runs a command that must end with exit code 0, and returns what it prints. */
  String done(String... arguments) {
    UserDirectory.Result result = commands.run(arguments);
    assertEquals(ExitCode.DONE, result.exitCode(), result.out() + result.err());
    return result.out();
  }

  /** Submits samples of the gated dataset, and returns the submission's number. */
  long generate(String params, long samples, int jobs, String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("generate", "gated", "--params", params));
    words.addAll(List.of("-n", Long.toString(samples), "--njobs", Integer.toString(jobs)));
    words.addAll(List.of("--seed", SEED, "--executor", "slurm"));
    words.addAll(List.of(options));
    if (!words.contains("--time")) {
      words.addAll(List.of("--time", "10"));
    }
    done(words.toArray(String[]::new));
    return newest().id();
  }

  /** A process of its own with the given command. */
  ProcessBuilder process(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    words.addAll(List.of("-C", path.toString()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words);
  }

  Catalog catalog() throws IOException {
    return Catalog.open(new CacheDirectory(path), Clock.systemUTC()).orElseThrow();
  }

  SubmissionRow submission(long id) throws IOException {
    try (Catalog catalog = catalog()) {
      return catalog.submissions().find(id).orElseThrow();
    }
  }

  private SubmissionRow newest() throws IOException {
    try (Catalog catalog = catalog()) {
      return catalog.submissions().find(catalog.submissions().newest().orElseThrow()).orElseThrow();
    }
  }

  JobRow job(long submission, int number) throws IOException {
    return submission(submission).jobs().get(number);
  }

  /** The newest array task of a job. */
  TaskId task(long submission, int number) throws IOException {
    JobRow job = job(submission, number);
    try (Catalog catalog = catalog()) {
      JobArrayRow array =
          catalog.jobArrays().of(submission(submission)).stream()
              .filter(row -> job.jobArrayId().getAsLong() == row.id())
              .findFirst()
              .orElseThrow();
      return new TaskId(new JobId(array.slurmJobId().getAsLong()), array.indexOf(job));
    }
  }

  Optional<SlurmState> slurmState(TaskId task) throws IOException {
    TaskStates states = cluster.slurm().states(List.of(task), names());
    return states.withdrawn().contains(task.job())
        ? Optional.of(SlurmState.CANCELLED)
        : states.of(task).map(TaskStatus::state);
  }

  void awaitSlurm(TaskId task, SlurmState state) throws Exception {
    Await.until(task + " is " + state, () -> slurmState(task).equals(Optional.of(state)));
  }

  /** Waits until Slurm's accounting, which is behind squeue, tells the exit code of a task. */
  void awaitExitCode(TaskId task) throws Exception {
    Await.until(
        task + " has an exit code",
        () ->
            Optional.ofNullable(cluster.slurm().states(List.of(task), names()).tasks().get(task))
                .flatMap(TaskStatus::exitCode)
                .isPresent());
  }

  void awaitRecorded(long submission, int number, long samples) throws Exception {
    Await.until(
        "job " + number + " has " + samples + " samples: " + log(submission, number),
        () -> job(submission, number).recorded() >= samples);
  }

  void awaitState(long submission, int number, JobState state) throws Exception {
    Await.until("job " + number + " is " + state, () -> job(submission, number).state() == state);
  }

  /** As a user who looks at the status now and then. */
  void awaitStateByStatus(long submission, int number, JobState state) throws Exception {
    Await.until(
        "job " + number + " is " + state,
        () -> {
          done("status", Long.toString(submission));
          return job(submission, number).state() == state;
        });
  }

  /** Waits for a pattern in what the newest task of a job prints. */
  void awaitLog(long submission, int number, String pattern) throws Exception {
    Await.untilMatches("(?s).*" + pattern + ".*", () -> log(submission, number));
  }

  /** What the newest task of a job has printed. */
  String log(long submission, int number) throws IOException {
    Path log = logFile(submission, number);
    return Files.exists(log) ? Files.readString(log) : "";
  }

  Path logFile(long submission, int number) throws IOException {
    return path.resolve(".slurm_cache/.submissions/" + submission + "/logs")
        .resolve(task(submission, number) + ".log");
  }

  /** How many samples a segment holds, recorded or not, such as J1-1. */
  long samplesOnDisk(String segment) throws IOException {
    Path cache = path.resolve(".slurm_cache");
    try (Stream<Path> files = Files.walk(cache)) {
      Path path = files.filter(file -> file.endsWith(segment + ".arrows")).findFirst().get();
      try (SegmentFile file = SegmentFile.open(path)) {
        ChunkScan scan = file.scan(file.headerBytes(), Files.size(path));
        long samples = 0;
        for (var chunk = scan.next(); chunk.isPresent(); chunk = scan.next()) {
          samples += chunk.get().rows();
        }
        return samples;
      }
    }
  }

  /** The JVM of a task, which lives. */
  ProcessHandle jvm(TaskId task) throws Exception {
    return TaskProcesses.of(task, path)
        .orElseThrow(() -> new AssertionError(task + " has no process"));
  }

  /** All samples of a parameter set, each of which must be stored once. */
  StoredRun stored(int paramSet) throws IOException {
    return StoredRun.read(path, paramSet);
  }

  /** Requires the samples that an undisturbed run of this machine makes of the same parameters. */
  void assertAsUndisturbed(Path emptyDirectory, String params, long samples) throws IOException {
    assertTrue(Files.exists(gate), "the gate must be open for a local run");
    ClusterDirectory local = at(Files.createDirectories(emptyDirectory), gate);
    local.done(
        "generate",
        "gated",
        "--params",
        params,
        "--seed",
        SEED,
        "--executor",
        "local",
        "-n",
        Long.toString(samples),
        "--njobs",
        "1");
    assertEquals(local.stored(0), stored(0));
    assertEquals(samples, stored(0).samples());
  }

  /** No task writes to the directory after that, so that it can be removed. */
  @Override
  public void close() throws IOException {
    List<JobArrayRow> arrays = arrays();
    if (arrays.isEmpty()) {
      return;
    }
    cluster
        .slurm()
        .cancel(
            arrays.stream()
                .flatMap(array -> array.slurmJobId().stream().mapToObj(JobId::new))
                .toList(),
            names());
    String names = arrays.stream().map(array -> array.request().name()).collect(joining(","));
    try {
      Await.until(
          "tasks end", () -> cluster.run("squeue", "--noheader", "--name=" + names).isEmpty());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private Set<String> names() throws IOException {
    return arrays().stream().map(array -> array.request().name()).collect(toSet());
  }

  private List<JobArrayRow> arrays() throws IOException {
    List<JobArrayRow> arrays = new ArrayList<>();
    if (Files.exists(path.resolve(".slurm_cache.sqlite"))) {
      try (Catalog catalog = catalog()) {
        long newest = catalog.submissions().newest().orElse(0);
        for (long id = 1; id <= newest; id++) {
          arrays.addAll(catalog.jobArrays().of(catalog.submissions().find(id).orElseThrow()));
        }
      }
    }
    return arrays;
  }
}

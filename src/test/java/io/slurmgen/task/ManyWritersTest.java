package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.TestSize;
import io.slurmgen.cli.Checkout;
import io.slurmgen.crash.FastJava;
import io.slurmgen.model.SubmissionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large job array whose tasks all record at the same time. */
@Tag("slow")
class ManyWritersTest {

  private static final int PROCESSES = TestSize.of("writers", 16, 64);
  private static final int CHUNKS = 100;
  private static final double MOST_SLOWEST_TO_MEDIAN = 3;

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void processesThatRecordAtTheSameTimeTakeTurns() throws Exception {
    FastJava java =
        FastJava.prepare(Checkout.complete(folder.resolve("checkout")), folder.resolve("java"));
    Path user = Files.createDirectory(folder.resolve("user"));
    try (TaskBench bench = TaskBench.in(user)) {
      SubmissionRow submission = bench.submit(PROCESSES * CHUNKS, PROCESSES);
      List<Long> nanos = times(java, user, submission);
      double slowest = nanos.get(PROCESSES - 1) / 1e9;
      double median = (nanos.get(PROCESSES / 2 - 1) + nanos.get(PROCESSES / 2)) / 2e9;
      System.out.printf(
          "many writers: %d processes recorded %d chunks each, the slowest in %.2f s, %.2f times"
              + " the median, the fastest in %.2f s%n",
          PROCESSES, CHUNKS, slowest, slowest / median, nanos.get(0) / 1e9);
      assertTrue(slowest <= MOST_SLOWEST_TO_MEDIAN * median, nanos::toString);
      long[] all = LongStream.range(0, PROCESSES * CHUNKS).toArray();
      assertEquals(TaskBench.samples(all), bench.recorded());
      String total = Integer.toString(PROCESSES * CHUNKS);
      assertEquals(
          List.of(total + "|" + total), bench.rows("select count(*), sum(samples) from chunk"));
      assertEquals(List.of(total), bench.rows("select samples from sample_group"));
    }
  }

  /** How long each took, in rising order; any other output is a failure. */
  private List<Long> times(FastJava java, Path user, SubmissionRow submission) throws IOException {
    for (int job = 0; job < PROCESSES; job++) {
      String[] arguments = {user.toString(), Long.toString(submission.id()), "" + job};
      ProcessBuilder builder = java.process(RecordChunksMain.class, arguments);
      processes.add(builder.redirectErrorStream(true).start());
    }
    for (Process process : processes) {
      assertEquals("ready", process.inputReader().readLine());
    }
    for (Process process : processes) {
      process.outputWriter().write("go\n");
      process.outputWriter().flush();
    }
    List<Long> nanos = new ArrayList<>();
    for (Process process : processes) {
      nanos.add(Long.parseLong(process.inputReader().readLine()));
    }
    return nanos.stream().sorted().toList();
  }
}

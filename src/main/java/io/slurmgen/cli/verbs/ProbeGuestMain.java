package io.slurmgen.cli.verbs;

import io.slurmgen.disk.CoherenceProbe;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The task on another node with which {@code doctor --on-node} takes turns. */
public final class ProbeGuestMain {

  private ProbeGuestMain() {}

  /** The words that start it with this process's Java; the probe's folder follows. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        ClasspathCommand.classPath(),
        ProbeGuestMain.class.getName());
  }

  /** Takes the folder; a batch script adds the number of the job. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    String node = System.getenv().getOrDefault("SLURMD_NODENAME", Submitter.thisNode());
    CoherenceProbe.in(Path.of(arguments[0]))
        .join(Submitter.thisNode(), node)
        .ifPresent(outcome -> System.out.println(outcome.detail()));
  }
}

package io.slurmgen.cli.verbs;

import io.slurmgen.doctor.LockAttempt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The second process with which {@code doctor} tries whether locks exclude. */
public final class LockAttemptMain {

  private LockAttemptMain() {}

  /** The words that start it with this process's Java; the file to lock follows. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        ClasspathCommand.classPath(),
        LockAttemptMain.class.getName());
  }

  public static void main(String[] arguments) throws IOException {
    System.exit(LockAttempt.on(Path.of(arguments[0])));
  }
}

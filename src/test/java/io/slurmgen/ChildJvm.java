package io.slurmgen;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A second Java process, for what only another process can show. It talks in lines: what it prints
 * is read with {@link #readLine}, what it is told arrives on its standard input. Closing kills it,
 * and so do four minutes: a read of its output cannot be interrupted.
 */
public final class ChildJvm implements Closeable {

  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader();
    CompletableFuture.delayedExecutor(4, TimeUnit.MINUTES).execute(process::destroyForcibly);
  }

  /** Runs a main class of the test class path. */
  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(System.getProperty("java.class.path"), main, arguments);
  }

  /** Runs a main class of a class path of its own. */
  public static ChildJvm start(String classPath, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // Without it JDK 24 and later print warnings.
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return new ChildJvm(builder.start());
  }

  /** The next line that it prints, null when it has ended. */
  public String readLine() throws IOException {
    return out.readLine();
  }

  /** Sends it a line. */
  public void tell(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the child process does not end");
    }
    return process.exitValue();
  }

  /** Ends it as SIGKILL does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

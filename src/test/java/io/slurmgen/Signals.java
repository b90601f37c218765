package io.slurmgen;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Sends signals to processes that a test has started, through one shell that stays ready: starting
 * a process for each would take longer than what is to be hit. Thread-safe.
 */
public final class Signals implements Closeable {

  private final Process shell;

  private Signals(Process shell) {
    this.shell = shell;
  }

  /** Starts the shell. */
  public static Signals open() throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return new Signals(builder.start());
  }

  /** Sends a signal, such as TERM; nothing happens where the process has ended. */
  public synchronized void send(String signal, long pid) throws IOException {
    shell.outputWriter().write("kill -" + signal + " " + pid + "\n");
    shell.outputWriter().flush();
  }

  /** Stops a process, and returns when it stands still or has ended. */
  public void pause(long pid) throws IOException {
    send("STOP", pid);
    for (char state = state(pid); state != 'T' && state != 'Z'; state = state(pid)) {
      Thread.onSpinWait();
    }
  }

  /** Lets a stopped process go on. */
  public void resume(long pid) throws IOException {
    send("CONT", pid);
  }

  /** As proc(5) has it; Z also where there is no such process any more. */
  private static char state(long pid) throws IOException {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (NoSuchFileException ended) {
      return 'Z';
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return 'Z';
      }
      throw e;
    }
  }

  @Override
  public void close() {
    shell.destroy();
  }
}

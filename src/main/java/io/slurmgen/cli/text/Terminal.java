package io.slurmgen.cli.text;

import io.slurmgen.PrintableText;
import io.slurmgen.UserError;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The three standard streams of a command, all UTF-8 whatever the locale, and the person behind
 * them, if there is one. Results go to {@link #out}, everything said about them to {@link #err}.
 *
 * <p>Standard output is buffered until {@link #flush}, a question or the end of the command. Not
 * thread-safe, apart from the two streams.
 */
public final class Terminal {
  private final BufferedReader in;
  private final WatchedStream watched;
  private final PrintStream out;
  private final PrintStream err;
  private final Predicate<StandardStream> isTerminal;
  private boolean verbose;

  /**
   * A terminal over other streams.
   *
   * @param isTerminal whether a person types into a stream, or reads it as it is written
   */
  public Terminal(
      InputStream in, OutputStream out, OutputStream err, Predicate<StandardStream> isTerminal) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.watched = new WatchedStream(out);
    this.out = new PrintStream(new BufferedOutputStream(watched), false, StandardCharsets.UTF_8);
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.isTerminal = isTerminal;
  }

  /** The streams of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        StandardStream::isTerminal);
  }

  /** Returns the stream of results. */
  public PrintStream out() {
    return out;
  }

  /** Returns the stream of notices, progress and errors. */
  public PrintStream err() {
    return err;
  }

  /** Prints one line of the result, with escapes for what would drive a terminal. */
  public void println(String line) {
    out.println(PrintableText.lines(line));
  }

  /** Prints one line that is not part of the result, with escapes as {@link #println}. */
  public void notice(String line) {
    flush();
    err.println(PrintableText.lines(line));
  }

  /** Prints lines that do not concern what was asked for. */
  public void warn(List<String> lines) {
    lines.forEach(line -> notice("warning: " + line));
  }

  /** Makes what was printed so far visible. */
  public void flush() {
    out.flush();
  }

  /** Whether somebody sees {@link #err} as it is written, so that a line may change there. */
  boolean isWatched() {
    return isTerminal.test(StandardStream.ERR);
  }

  /** Whether somebody sees a question and can answer it. */
  private boolean canAsk() {
    return isTerminal.test(StandardStream.IN) && isWatched();
  }

  /** Whether {@code -v} was given. */
  public boolean isVerbose() {
    return verbose;
  }

  public void setVerbose(boolean verbose) {
    this.verbose = verbose;
  }

  /**
   * Asks a question that is answered with yes or no; anything but {@code y} and {@code yes} is no.
   *
   * @throws UserError where nobody can answer
   */
  public boolean confirm(String question) throws IOException {
    if (!canAsk()) {
      throw new UserError(question + " There is no terminal to ask on: repeat with -y.");
    }
    flush();
    err.print(PrintableText.lines(question) + " [y/N] ");
    err.flush();
    String answer = readAnswer();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  /** Ctrl-C at a question leaves the line, so that the shell's prompt begins the next one. */
  private String readAnswer() throws IOException {
    Thread newLine = new Thread(err::println, "slurm-gen new line");
    Runtime.getRuntime().addShutdownHook(newLine);
    try {
      return in.readLine();
    } finally {
      removeShutdownHook(newLine);
    }
  }

  private static void removeShutdownHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // It runs, or has run.
    }
  }

  /**
   * Writes out what is buffered, and decides how the process ends: a result that could not be
   * written is a failure. A reader that went away ({@code | head}) wants no message about it.
   */
  public ExitCode close(ExitCode code) {
    flush();
    if (watched.failure == null) {
      return code;
    }
    String reason = String.valueOf(watched.failure.getMessage());
    if (!reason.contains("Broken pipe")) {
      err.println("slurm-gen: standard output: " + reason);
    }
    return code == ExitCode.DONE ? ExitCode.FAILED : code;
  }

  /** Remembers the first failure, which a PrintStream would only flag. */
  private static final class WatchedStream extends FilterOutputStream {
    private IOException failure;

    WatchedStream(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        throw e;
      }
    }
  }
}

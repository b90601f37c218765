package io.slurmgen.cli.text;

import io.slurmgen.PrintableText;
import io.slurmgen.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The failure that ended a command, and its words on the terminal. */
public record Failure(Throwable cause) {
  /** Prints one line, with {@code -v} also the stack trace. */
  public ExitCode report(Terminal terminal) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    terminal.notice("slurm-gen: " + message());
    if (terminal.isVerbose()) {
      cause.printStackTrace(terminal.err());
    }
    return cause instanceof UserError ? ExitCode.USER_MISTAKE : ExitCode.FAILED;
  }

  private String message() {
    if (cause instanceof UserError) {
      return cause.getMessage();
    } else if (cause instanceof UncheckedIOException unchecked) {
      return message(unchecked.getCause());
    } else if (cause instanceof IOException io) {
      return message(io);
    } else if (cause instanceof InterruptedException) {
      return "interrupted";
    }
    return PrintableText.line("internal error: " + cause + " (-v shows where)");
  }

  /** The JDK's messages of the commonest failures are a path and nothing else. */
  private static String message(IOException e) {
    if (e instanceof FileSystemException file) {
      return file.getFile() + ": " + reason(file);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  /** Why a file could not be used. */
  public static String reason(FileSystemException e) {
    if (e.getReason() != null) {
      return e.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getClass().getSimpleName();
  }
}

package io.slurmgen.cli.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard streams of this process behind which a person may be. */
public enum StandardStream {
  IN(0),
  ERR(2);

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Whether it is a terminal, by what Linux says of the open file (proc(5), /proc/self/fd). The
   * JDK's Console only knows of standard input and output together.
   */
  public boolean isTerminal() {
    try {
      return isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
    } catch (IOException closedOrNoProc) {
      return false;
    }
  }

  public static boolean isTerminal(String openFile) {
    return openFile.matches("/dev/(pts/\\d+|tty\\w*|console)");
  }
}

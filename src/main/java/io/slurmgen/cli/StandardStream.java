package io.slurmgen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard streams of this process behind which a person may be. */
enum StandardStream {
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
  boolean isTerminal() {
    try {
      return isTerminal(Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString());
    } catch (IOException closedOrNoProc) {
      return false;
    }
  }

  static boolean isTerminal(String openFile) {
    return openFile.matches("/dev/(pts/\\d+|tty\\w*|console)");
  }
}

package io.slurmgen.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs a program and leaves in a file how many bytes of heap were in use at most. */
final class PeakHeap {
  private PeakHeap() {}

  /** Takes the file, the program's main class, and its arguments. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
    String[] rest = Arrays.copyOfRange(arguments, 2, arguments.length);
    Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  private static void write(Path file) {
    long bytes =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    try {
      Files.writeString(file, Long.toString(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.slurmgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java program to compare slurm-gen with, which may have an archive of the classes that it loads,
 * as the launcher makes one for slurm-gen.
 *
 * @param jdk runs it
 * @param classPath the jars with the program
 * @param main its name
 */
record Program(Jdk jdk, String classPath, String main) {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData");

  /**
   * Makes the archive anew.
   *
   * @param directory where to
   * @return the command line that starts the program with it
   */
  List<String> archived(Path directory) throws IOException, InterruptedException {
    Path archive = directory.resolve("archive-" + main + "-" + jdk.feature());
    Files.deleteIfExists(archive);
    boolean isCache = jdk.feature() >= 25;
    String record = isCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    new Shell(Map.of()).run(command(flags(record + archive)));
    String use = isCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    return command(flags(use + archive, "-Xlog:disable"));
  }

  private static List<String> flags(String... more) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(List.of(more));
    return flags;
  }

  /** The command line that starts it with flags of the JVM. */
  List<String> command(List<String> flags, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdk.program("java"));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return command;
  }
}

package io.slurmgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small Java program with an archive of the classes that it loads, as the launcher makes one for
 * slurm-gen.
 *
 * @param jdk runs it
 * @param classPath the jars with the program
 * @param main its name
 */
record HelloWorld(Jdk jdk, String classPath, String main) {
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
    new Shell(java.util.Map.of()).millis(command(FLAGS, record + archive));
    String use = isCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    return command(FLAGS, use + archive, "-Xlog:disable");
  }

  /** The command line that starts it with flags. */
  List<String> command(List<String> flags, String... more) {
    List<String> command = new ArrayList<>();
    command.add(jdk.program("java"));
    command.addAll(flags);
    command.addAll(List.of(more));
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }
}

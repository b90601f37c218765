package io.slurmgen.crash;

import io.slurmgen.cli.Checkout;
import io.slurmgen.sqlite.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts Java processes in a fraction of the usual time, from an archive of the classes that
 * commands load.
 *
 * @param classPath with the classes under test and their libraries as jars, which archives need
 * @param prepared the folder with the archive and SQLite's native library
 */
public record FastJava(String classPath, Path prepared) {

  /** Makes the archive, which takes some seconds. */
  public static FastJava prepare(Checkout checkout, Path folder)
      throws IOException, InterruptedException {
    FastJava java = new FastJava(checkout.classPath(), Files.createDirectories(folder));
    Path user = folder.resolve("user");
    List<String> command = java.command("-XX:ArchiveClassesAtExit=" + java.archive());
    command.addAll(List.of("-cp", java.classPath));
    command.addAll(List.of("io.slurmgen.cli.StartUpTraining", folder.toString(), user.toString()));
    Path said = folder.resolve("training.err");
    Process training =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(said.toFile())
            .start();
    if (!training.waitFor(2, TimeUnit.MINUTES) || training.exitValue() != 0) {
      training.destroyForcibly();
      throw new IOException("no archive: " + Files.readString(said));
    }
    return java;
  }

  private Path archive() {
    return prepared.resolve("archive");
  }

  private List<String> command(String archiveFlag) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED", // else JDK 24 and later print warnings
            "-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + prepared,
            archiveFlag));
  }

  /** A process of a main class of the tests. */
  public ProcessBuilder process(Class<?> main, String... arguments) {
    List<String> command = command("-XX:SharedArchiveFile=" + archive());
    String tests = main.getProtectionDomain().getCodeSource().getLocation().getPath();
    command.addAll(List.of("-cp", classPath + File.pathSeparator + tests, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}

package io.slurmgen.submission;

import io.slurmgen.model.SubmissionRow;
import io.slurmgen.slurm.BatchScript;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a task of Slurm runs: the class path and, unless the user's setup brings another, the Java
 * of this process, on another node.
 */
final class TaskScript {

  /** Java 21 warns of what older ones start faster with. */
  private static final String LOCALES = "java.locale.providers";

  /**
   * Passed on: where the launcher has unpacked what a JVM would otherwise unpack at each start, and
   * with which data of locales users' code runs here, unless the setup brings another Java.
   */
  private static final List<String> PASSED_ON =
      List.of(
          LOCALES,
          "org.sqlite.lib.path",
          "org.sqlite.lib.name",
          "slf4j.provider",
          "slf4j.internal.verbosity");

  /**
   * As the launcher's flags for what computes, but with a collector that needs one core only. A
   * Java that the setup brings ignores those it does not know.
   */
  private static final List<String> JVM =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:-OmitStackTraceInFastThrow",
          "-XX:CompileThresholdScaling=5",
          "-XX:+UseTransparentHugePages");

  /** The launcher's flag that names its archive of classes. */
  private static final String ARCHIVE = "slurm_gen.archive";

  /** Which java there was before the user's setup. */
  private static final String BEFORE_SETUP = "slurm_gen_java=$(command -v java || true)";

  private static final List<String> JAVA_OF_SETUP =
      List.of(
          "# A java that the setup has put first on the PATH takes the submitter's place.",
          "if [ \"$(command -v java || true)\" != \"$slurm_gen_java\" ]; then",
          "  set -- \"$(command -v java)\" \"${@:2}\"",
          "fi",
          "");

  private static final List<String> HEAP =
      List.of(
          "# The heap gets three quarters of the task's memory; the JVM needs the rest for itself.",
          "memory=${SLURM_MEM_PER_NODE:-$((${SLURM_MEM_PER_CPU:-0} * ${SLURM_CPUS_ON_NODE:-1}))}",
          "if [ \"$memory\" -gt 0 ]; then",
          "  set -- \"$1\" \"-Xmx$((memory * 3 / 4))m\" \"${@:2}\"",
          "fi");

  private TaskScript() {}

  static BatchScript of(
      Path directory, SubmissionRow submission, int firstJob, SlurmSettings settings) {
    List<String> setup = new ArrayList<>();
    List<String> adjustments = new ArrayList<>();
    if (!settings.setup().isEmpty()) {
      setup.add(BEFORE_SETUP);
      setup.addAll(settings.setup());
      adjustments.addAll(JAVA_OF_SETUP);
    }
    adjustments.addAll(HEAP);
    return new BatchScript(setup, command(directory, submission, settings), adjustments, firstJob);
  }

  private static List<String> command(
      Path directory, SubmissionRow submission, SlurmSettings settings) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(JVM);
    words.addAll(archive());
    PASSED_ON.stream()
        .filter(name -> System.getProperty(name) != null)
        .filter(name -> settings.setup().isEmpty() || !name.equals(LOCALES))
        .forEach(name -> words.add("-D" + name + "=" + System.getProperty(name)));
    words.addAll(List.of("-cp", classPath(), "io.slurmgen.cli.Main"));
    words.addAll(List.of("-C", directory.toString(), "task", "--time=" + settings.time()));
    words.add(Long.toString(submission.id()));
    return words;
  }

  /**
   * The launcher's archive of classes, mapped where it was made for, and what it was made with. A
   * Java that it was not made for does without it, and says so on standard output unless it is told
   * not to log.
   */
  private static List<String> archive() {
    List<String> words = new ArrayList<>();
    String flag = System.getProperty(ARCHIVE);
    if (flag != null) {
      words.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
      words.addAll(List.of(flag, "-Xlog:disable"));
      if (Runtime.version().feature() >= 24) {
        words.add("--enable-native-access=ALL-UNNAMED");
      }
    }
    return words;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}

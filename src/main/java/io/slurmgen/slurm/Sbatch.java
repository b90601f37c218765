package io.slurmgen.slurm;

import io.slurmgen.UserError;
import io.slurmgen.slurm.value.ArraySpec;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.MemoryOption;
import io.slurmgen.slurm.value.MemorySize;
import io.slurmgen.slurm.value.ShellWords;
import io.slurmgen.slurm.value.TaskEnvironment;
import io.slurmgen.slurm.value.TaskId;
import io.slurmgen.slurm.value.TimeLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One job array to be submitted with {@code sbatch}. All paths are absolute.
 *
 * @param name the job's name; by it {@link Slurm#findByName} finds the job again, so it must be
 *     unique among all users of the cluster, at most 100 of {@code A-Za-z0-9_.-}
 * @param array which jobs
 * @param time how long each task may run
 * @param memPerCpu how much memory each task gets, unless the user's options have {@code --mem};
 *     see {@link #memPerCpu(List)}
 * @param grace how long before its time limit a task gets SIGTERM; whole seconds. Slurm looks at
 *     its clocks only now and then, so the signal may come up to 60 seconds earlier
 * @param userOptions further options, as {@link #userOptions(String)} gives them
 * @param script the file with the text of a {@link BatchScript}
 * @param environment the file with the text of a {@link TaskEnvironment}
 * @param workingDirectory where the tasks run
 * @param outputFolder where the tasks' output goes, see {@link #outputFile}
 */
public record Sbatch(
    String name,
    ArraySpec array,
    TimeLimit time,
    MemorySize memPerCpu,
    Duration grace,
    List<String> userOptions,
    Path script,
    Path environment,
    Path workingDirectory,
    Path outputFolder) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

  /** The options that {@link #command()} sets. */
  private static final List<String> OURS =
      List.of(
          "array",
          "batch",
          "chdir",
          "clusters",
          "error",
          "export",
          "export-file",
          "get-user-env",
          "help",
          "job-name",
          "no-requeue",
          "open-mode",
          "output",
          "parsable",
          "requeue",
          "signal",
          "test-only",
          "time",
          "usage",
          "version",
          "wait",
          "wrap");

  private static final String OURS_SHORT = "aDMeohJtVW";

  /** The first group is the first option that takes a value, or stands for itself. */
  private static final Pattern SHORT = Pattern.compile("-[HOQsv]*([^-HOQsv]).*", Pattern.DOTALL);

  /** The last line, since sites' own wrappers and plugins may print something before. */
  private static final Pattern JOB_ID = Pattern.compile("(?m)^(\\d{1,18})(;.*)?\\s*\\z");

  /** How sbatch begins what it has to say; a wrapper of the site may say anything. */
  private static final Pattern SBATCHS_WORDS = Pattern.compile("(?m)^(\\S*/)?sbatch: ");

  /**
   * What is said of a request that may have arrived (slurm_errno.c, and the system's own words for
   * a broken connection). One that could not even be sent, "(connect failure)", did not.
   */
  private static final Pattern BROKEN_TALK =
      Pattern.compile(
          "(?i)timed out|zero bytes were transmitted|\\((send|receive|shutdown) failure\\)|(message"
              + " (send|receive)|communication shutdown) failure|unexpected message|insane message"
              + " length|header lengths are longer|protocol authentication error|protocol version"
              + " has changed|connection reset|broken pipe|interrupted system call");

  public Sbatch {
    Objects.requireNonNull(array);
    Objects.requireNonNull(time);
    Objects.requireNonNull(memPerCpu);
    userOptions = List.copyOf(userOptions);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a job name: " + name);
    }
    for (Path path : List.of(script, environment, workingDirectory, outputFolder)) {
      if (!path.isAbsolute()) {
        throw new IllegalArgumentException("not absolute: " + path);
      }
    }
    checkOutputFolder(outputFolder);
  }

  /**
   * Checks that Slurm can write into a folder of that name.
   *
   * @param folder absolute
   * @throws UserError if it cannot
   */
  public static void checkOutputFolder(Path folder) {
    if (folder.toString().indexOf('\\') >= 0) {
      // A backslash in the output pattern turns patterns off (slurmd's fname.c) and is dropped.
      throw new UserError("Slurm cannot write into a path with a backslash: " + folder);
    }
  }

  /**
   * Splits options that a user gives for {@code sbatch}, as a shell would.
   *
   * @param text such as {@code --qos=test --partition "a b"}
   * @return the words
   * @throws UserError if a quote is not closed, or for options that slurm-gen sets itself
   */
  public static List<String> userOptions(String text) {
    List<String> words = ShellWords.split(text);
    for (int i = 0; i < words.size(); i++) {
      refuseScript(words.get(i), i == 0 ? "" : words.get(i - 1));
      refuseOurs(words.get(i));
    }
    return words;
  }

  /**
   * Finds the word that sbatch takes for the script; all that follows would be arguments of that.
   */
  private static void refuseScript(String word, String before) {
    if (word.equals("-") || word.equals("--")) {
      throw new UserError("sbatch options have a name after the dash: " + word);
    } else if (!word.startsWith("-") && !SbatchOption.of(before).mayLackItsValue()) {
      throw new UserError(
          "sbatch options start with a dash, this does not: '%s'; a value with spaces needs quotes"
              .formatted(word));
    } else if (!word.startsWith("-")) {
      SbatchOption.of(before).refuseValue(word);
    }
  }

  /**
   * The memory that a user's options ask for.
   *
   * @param userOptions as {@link #userOptions(String)} gives them
   * @return for each CPU, empty if they ask for none or for another kind
   * @throws UserError if that is no size of memory
   */
  public static Optional<MemorySize> memPerCpu(List<String> userOptions) {
    return MemoryOption.of(userOptions).filter(MemoryOption::isPerCpu).map(MemoryOption::size);
  }

  /** Slurm refuses {@code --mem-per-cpu} beside these. */
  private boolean userHasOtherMemory() {
    return MemoryOption.of(userOptions).filter(memory -> !memory.isPerCpu()).isPresent();
  }

  private static void refuseOurs(String word) {
    if (word.startsWith("--") ? isOursLong(word) : isOursShort(word)) {
      String instead =
          word.matches("--time.*|-t.*") ? "use slurm-gen's own --time" : "leave it out";
      throw new UserError("slurm-gen sets this sbatch option itself: " + word + "; " + instead);
    }
  }

  /** Names may be cut short, as getopt_long takes them. */
  private static boolean isOursLong(String word) {
    String name = word.substring(2).split("=", 2)[0];
    return OURS.stream().anyMatch(ours -> ours.startsWith(name));
  }

  /** Several that take no value may stand behind one dash. */
  private static boolean isOursShort(String word) {
    Matcher option = SHORT.matcher(word);
    return option.matches() && OURS_SHORT.indexOf(option.group(1).charAt(0)) >= 0;
  }

  /**
   * The command, program and arguments. What a user may replace comes before the user's options,
   * what must stay as it is comes after them: the last one counts.
   *
   * @return for a process, not for a shell
   */
  public List<String> command() {
    List<String> words = new ArrayList<>();
    words.add("sbatch");
    words.add("--job-name=" + name);
    words.add("--time=" + time);
    words.addAll(userOptions);
    if (!memPerCpu.isClusterDefault() && !userHasOtherMemory()) {
      words.add("--mem-per-cpu=" + memPerCpu);
    }
    words.add("--parsable");
    words.add("--array=" + array);
    words.add("--requeue");
    words.add("--signal=B:TERM@" + grace.toSeconds());
    words.add("--export-file=" + environment);
    words.add("--chdir=" + workingDirectory);
    words.add("--output=" + outputFolder.toString().replace("%", "%%") + "/%A_%a.log");
    // A requeued task adds to what its earlier attempts wrote.
    words.add("--open-mode=append");
    words.add(script.toString());
    return List.copyOf(words);
  }

  /**
   * The command as a person could type it.
   *
   * @return one line
   */
  public String text() {
    return ShellWords.typedLine(command());
  }

  /**
   * The file that gets what a task prints, and what Slurm says about it.
   *
   * @param outputFolder the submission's folder for output
   * @param task which task
   * @return where {@code --output} puts it
   */
  public static Path outputFile(Path outputFolder, TaskId task) {
    return outputFolder.resolve(task + ".log");
  }

  static JobId parse(SlurmCommand.Output output) throws SbatchException {
    Matcher id = JOB_ID.matcher(output.out());
    if (output.exit() == 0 && id.find()) {
      return new JobId(Long.parseLong(id.group(1)));
    }
    String said = (output.err().isBlank() ? output.out() : output.err()).strip();
    throw new SbatchException(
        said.isEmpty() ? "sbatch ended with exit code " + output.exit() : said,
        !isRefusal(output.exit(), said),
        null);
  }

  /**
   * Whether Slurm has certainly not taken the job. An sbatch that was killed, that says nothing, or
   * whose talk with the controller broke off after it had begun may have submitted it.
   */
  private static boolean isRefusal(int exit, String said) {
    return (exit == 1 || exit == 255)
        && SBATCHS_WORDS.matcher(said).find()
        && !BROKEN_TALK.matcher(said).find();
  }
}

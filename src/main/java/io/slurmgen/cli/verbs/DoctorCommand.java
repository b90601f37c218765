package io.slurmgen.cli.verbs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.cli.text.Numbers;
import io.slurmgen.cli.text.Terminal;
import io.slurmgen.doctor.Diagnosis;
import io.slurmgen.doctor.Diagnosis.Result;
import io.slurmgen.doctor.Doctor;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.Sbatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Examines a directory and its cluster. */
public final class DoctorCommand implements Command {

  private final Input<Boolean> json = InputForm.option("--json", "print one JSON object").flag();

  private final Input<Boolean> onNode =
      InputForm.option(
              "--on-node",
              "submit a short job as well, which tries with this node whether both see what the"
                  + " other one writes under a lock; what came out is kept in the catalog")
          .flag();
  private final Input<String> sbatch =
      InputForm.option("--sbatch", "OPTIONS", "more sbatch options for that job")
          .text()
          .otherwise("");

  @Override
  public String description() {
    return """
    Tells whether this directory and this cluster are fit for slurm-gen: Java, the file system and
    its locks, the catalog and its journal, and Slurm. Prints a line for each thing with what was
    seen, and what helps where it is not as it should be; exits with 1 if there is a problem.

    Changes nothing without --on-node, and may run while jobs do. Whether all samples are there, verify tells.
    """;
  }

  @Override
  public List<Input<?>> inputs() {
    return List.of(json, onNode, sbatch);
  }

  @Override
  public ExitCode run(Terminal terminal, Path directory) throws Exception {
    List<Diagnosis> found = doctor(terminal, new CacheDirectory(directory)).examine();
    if (json.value()) {
      terminal.println(new ObjectMapper().writeValueAsString(DoctorJson.of(found)));
    } else {
      found.stream().map(DoctorCommand::line).forEach(terminal::println);
      terminal.println(summary(found));
    }
    return count(found, Result.PROBLEM) == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Doctor doctor(Terminal terminal, CacheDirectory directory) {
    Map<String, String> environment = System.getenv();
    List<String> options = Sbatch.userOptions(sbatch.value());
    Doctor doctor = Doctor.of(directory, environment, LockAttemptMain.command());
    if (!onNode.value()) {
      return doctor;
    }
    terminal.notice(
        "submitting a job that tries the directory from its node; this may take minutes");
    return doctor.withJob(directory, environment, ProbeGuestMain.command(), options);
  }

  static long count(List<Diagnosis> found, Result result) {
    return found.stream().filter(one -> one.result() == result).count();
  }

  private static String line(Diagnosis one) {
    String remedy = one.remedy().isEmpty() ? "" : "; " + one.remedy();
    return "%-7s  %-11s  %s%s".formatted(one.result().word(), one.check(), one.text(), remedy);
  }

  private static String summary(List<Diagnosis> found) {
    return "%s, %s"
        .formatted(
            Numbers.counted(count(found, Result.PROBLEM), "problem"),
            Numbers.counted(count(found, Result.WARNING), "warning"));
  }
}

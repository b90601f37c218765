package io.slurmgen.cli;

import io.slurmgen.cli.verbs.CancelCommand;
import io.slurmgen.cli.verbs.ClasspathCommand;
import io.slurmgen.cli.verbs.Command;
import io.slurmgen.cli.verbs.DoctorCommand;
import io.slurmgen.cli.verbs.ExportCommand;
import io.slurmgen.cli.verbs.GcCommand;
import io.slurmgen.cli.verbs.GenerateCommand;
import io.slurmgen.cli.verbs.ListCommand;
import io.slurmgen.cli.verbs.MoveCommand;
import io.slurmgen.cli.verbs.PreprocessCommand;
import io.slurmgen.cli.verbs.RepairCommand;
import io.slurmgen.cli.verbs.RetryCommand;
import io.slurmgen.cli.verbs.StatusCommand;
import io.slurmgen.cli.verbs.TaskCommand;
import io.slurmgen.cli.verbs.VerifyCommand;
import io.slurmgen.cli.verbs.WaitCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of the commands. A command's class is loaded only when it is the one to run. */
enum Verb {
  GENERATE("generate samples of a dataset"),
  LIST("show which samples there are"),
  MOVE("assign raw samples to a group, for good"),
  PREPROCESS("derive samples from those of a group"),
  EXPORT("write a group as one Arrow, CSV or JSON-lines file"),
  STATUS("show how far submissions are"),
  WAIT("wait for a submission"),
  RETRY("make the missing samples of a submission"),
  CANCEL("cancel the jobs of a submission"),
  VERIFY("compare the catalog with the segments"),
  REPAIR("mend what verify finds, or make a lost catalog again"),
  DOCTOR("tell whether directory and cluster are fit, and what helps"),
  GC("remove what crashes and finished submissions have left"),
  TASK("run one job of a submission; for batch scripts"),
  CLASSPATH("print the class path for a program that uses the library");

  private final String summary;

  Verb(String summary) {
    this.summary = summary;
  }

  static Optional<Verb> named(String word) {
    for (Verb verb : values()) {
      if (verb.word().equals(word)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  /** Returns the verbs that people type; batch scripts call the others. */
  static List<Verb> ofPeople() {
    return Arrays.stream(values()).filter(verb -> verb != TASK).toList();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String summary() {
    return summary;
  }

  Command newCommand() {
    return switch (this) {
      case GENERATE -> new GenerateCommand();
      case LIST -> new ListCommand();
      case MOVE -> new MoveCommand();
      case PREPROCESS -> new PreprocessCommand();
      case EXPORT -> new ExportCommand();
      case STATUS -> new StatusCommand();
      case WAIT -> new WaitCommand();
      case RETRY -> new RetryCommand();
      case CANCEL -> new CancelCommand();
      case VERIFY -> new VerifyCommand();
      case REPAIR -> new RepairCommand();
      case DOCTOR -> new DoctorCommand();
      case GC -> new GcCommand();
      case TASK -> new TaskCommand();
      case CLASSPATH -> new ClasspathCommand();
    };
  }
}

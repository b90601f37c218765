package io.slurmgen.cli.verbs;

import io.slurmgen.doctor.Diagnosis;
import java.util.List;

/** The JSON of {@code doctor --json}. */
record DoctorJson(List<Check> checks, long problems, long warnings) {

  /** One thing that was examined; {@code result} is ok, warning or problem. */
  record Check(String name, String result, String text, String remedy) {}

  static DoctorJson of(List<Diagnosis> found) {
    return new DoctorJson(
        found.stream()
            .map(one -> new Check(one.check(), one.result().word(), one.text(), one.remedy()))
            .toList(),
        DoctorCommand.count(found, Diagnosis.Result.PROBLEM),
        DoctorCommand.count(found, Diagnosis.Result.WARNING));
  }
}

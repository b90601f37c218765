package io.slurmgen.cli.text;

import io.slurmgen.check.Finding;
import io.slurmgen.upkeep.Diagnosis;
import io.slurmgen.upkeep.LeftoverCount;
import io.slurmgen.upkeep.Verified;
import java.util.List;

/** The JSON of {@code verify --json}. */
public record VerifyJson(
    long samples,
    long chunks,
    long segments,
    long bytes,
    List<Fault> findings,
    LeftoverCount leftovers) {

  /** A finding with its remedy. */
  record Fault(String kind, String where, String text, String remedy) {
    static Fault of(Diagnosis diagnosis) {
      Finding found = diagnosis.finding();
      return new Fault(found.kind().word(), found.where(), found.text(), diagnosis.remedy().text());
    }
  }

  public static VerifyJson of(Verified verified) {
    return new VerifyJson(
        verified.samples(),
        verified.chunks(),
        verified.segments(),
        verified.bytes(),
        verified.diagnoses().stream().map(Fault::of).toList(),
        verified.leftovers());
  }
}

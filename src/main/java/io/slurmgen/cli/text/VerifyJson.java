package io.slurmgen.cli.text;

import io.slurmgen.upkeep.LeftoverCount;
import io.slurmgen.upkeep.Verified;
import java.util.List;

/** What {@code verify --json} prints. */
public record VerifyJson(
    long samples,
    long chunks,
    long segments,
    long bytes,
    List<Finding> findings,
    LeftoverCount leftovers) {

  /** One thing that is not as it should be. */
  record Finding(String kind, String where, String text, String remedy) {}

  public static VerifyJson of(Verified verified) {
    return new VerifyJson(
        verified.samples(),
        verified.chunks(),
        verified.segments(),
        verified.bytes(),
        verified.findings().stream()
            .map(f -> new Finding(f.kind(), f.where(), f.text(), f.remedy().text()))
            .toList(),
        verified.leftovers());
  }
}

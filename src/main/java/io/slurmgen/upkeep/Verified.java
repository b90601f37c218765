package io.slurmgen.upkeep;

import java.util.List;

/**
 * What a {@link Verification} has found.
 *
 * @param samples that are recorded, with those that preprocessors made
 * @param chunks that are recorded
 * @param segments that are recorded
 * @param bytes of these segments, as far as they are recorded
 * @param findings what is not as it should be
 * @param leftovers what may be removed
 */
public record Verified(
    long samples,
    long chunks,
    long segments,
    long bytes,
    List<Finding> findings,
    LeftoverCount leftovers) {

  /** Copies the findings. */
  public Verified {
    findings = List.copyOf(findings);
  }

  /** Of a directory without a catalog. */
  public static final Verified NOTHING = new Verified(0, 0, 0, 0, List.of(), LeftoverCount.NONE);
}

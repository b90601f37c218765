package io.slurmgen.upkeep;

import java.util.List;

/**
 * What a {@link Verification} has found.
 *
 * @param samples that are recorded, with those that preprocessors made
 * @param chunks that are recorded
 * @param segments that are recorded
 * @param bytes of these segments, as far as they are recorded
 * @param diagnoses the faults with their remedies
 * @param leftovers what may be removed
 */
public record Verified(
    long samples,
    long chunks,
    long segments,
    long bytes,
    List<Diagnosis> diagnoses,
    LeftoverCount leftovers) {

  /** Copies the diagnoses. */
  public Verified {
    diagnoses = List.copyOf(diagnoses);
  }

  /** The result for a directory without a catalog. */
  public static final Verified NOTHING = new Verified(0, 0, 0, 0, List.of(), LeftoverCount.NONE);
}

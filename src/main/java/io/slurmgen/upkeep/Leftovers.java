package io.slurmgen.upkeep;

/**
 * What is in segment files and belongs to no sample of the catalog: chunks of superseded attempts,
 * torn ends, damage behind what is recorded.
 *
 * @param files how many files hold some
 * @param chunks how many whole chunks
 * @param bytes all bytes of it
 */
public record Leftovers(int files, long chunks, long bytes) {

  static final Leftovers NONE = new Leftovers(0, 0, 0);

  Leftovers plus(Leftovers other) {
    return new Leftovers(files + other.files, chunks + other.chunks, bytes + other.bytes);
  }
}

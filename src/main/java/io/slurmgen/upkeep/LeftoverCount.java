package io.slurmgen.upkeep;

/**
 * What is in segment files and belongs to no sample of the catalog: chunks of superseded attempts,
 * torn ends, damage behind what is recorded.
 *
 * @param files how many files hold some
 * @param chunks how many whole chunks
 * @param bytes all bytes of it
 */
public record LeftoverCount(int files, long chunks, long bytes) {

  static final LeftoverCount NONE = new LeftoverCount(0, 0, 0);

  LeftoverCount plus(LeftoverCount other) {
    return new LeftoverCount(files + other.files, chunks + other.chunks, bytes + other.bytes);
  }
}

package io.slurmgen.catalog;

/**
 * A parameter set.
 *
 * @param id its key in the catalog
 * @param dataset the dataset's name
 * @param number its number within the dataset, from 0
 * @param hash SHA-256 of the parameters, 64 hexadecimal digits
 * @param params the parameters as canonical JSON
 * @param seed what its random numbers start from
 */
public record ParamSetRow(
    long id, String dataset, int number, String hash, String params, long seed) {

  /** The first digits of the hash, which name it in paths and to people. */
  public String shortHash() {
    return hash.substring(0, 12);
  }
}

package io.slurmgen.model;

import io.slurmgen.UserError;
import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.layout.CatalogException;
import io.slurmgen.layout.LegalName;
import io.slurmgen.layout.SegmentMetadata;
import io.slurmgen.layout.UselessCatalogException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

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

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Checks what other programs could have changed. */
  public ParamSetRow {
    LegalName.check("dataset", dataset);
    if (params == null || hash == null || number < 0 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "no parameter set: %s %d, hash %s, %s".formatted(dataset, number, hash, params));
    }
  }

  /**
   * Checks that samples with a seed belong here.
   *
   * @param wanted the seed that a user wants, if any
   * @throws UserError if this parameter set has another
   */
  public void refuseOtherSeed(OptionalLong wanted) {
    if (wanted.isPresent() && wanted.getAsLong() != seed) {
      throw new UserError(
          "parameter set %d of %s has the seed %d, not %d: leave --seed out to add samples to it"
              .formatted(number, dataset, seed, wanted.getAsLong()));
    }
  }

  /**
   * The parameters, to make samples with.
   *
   * @param directory whose catalog has this row
   * @throws CatalogException if the text has another hash, so that one of them is damaged: samples
   *     of the text would count as those of the hash
   */
  public Parameters parameters(CacheDirectory directory) throws CatalogException {
    if (!hasItsHash()) {
      throw UselessCatalogException.damaged(
          directory.catalog(),
          "the parameters of %s %d are not those of its hash %s"
              .formatted(dataset, number, shortHash()));
    }
    return new Parameters(params, hash);
  }

  /** Whether the text is the one that the hash was made of. */
  public boolean hasItsHash() {
    return Parameters.ofCanonical(params).hash().equals(hash);
  }

  /**
   * Whether a segment is of this parameter set.
   *
   * @param metadata what its schema says
   */
  public boolean owns(Map<String, String> metadata) {
    return SegmentMetadata.DATASET.is(metadata, dataset)
        && SegmentMetadata.HASH.is(metadata, hash)
        && SegmentMetadata.PARAMS.is(metadata, params)
        && SegmentMetadata.SEED.is(metadata, seed);
  }

  /** The directory of its segments, with its slash, relative to the cache directory. */
  public String folder() {
    return dataset + "/" + shortHash() + "/";
  }

  /** The first digits of the hash, which name it in paths and to people. */
  public String shortHash() {
    return hash.substring(0, 12);
  }
}

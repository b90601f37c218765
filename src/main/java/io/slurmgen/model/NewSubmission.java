package io.slurmgen.model;

import java.util.OptionalLong;

/**
 * A request to generate samples.
 *
 * @param dataset the dataset's name
 * @param hash SHA-256 of the parameters
 * @param params the parameters as canonical JSON
 * @param seed the seed that the user wants for the parameter set, if any
 * @param freshSeed the seed of a new parameter set where the user wants none
 * @param amount how many samples
 * @param jobs into how many jobs to split them, 1 or more
 * @param executor who runs it
 * @param codeHash the code of the datasets
 * @param submitter the submitting process
 */
public record NewSubmission(
    String dataset,
    String hash,
    String params,
    OptionalLong seed,
    long freshSeed,
    Amount amount,
    int jobs,
    ExecutorKind executor,
    String codeHash,
    Submitter submitter) {

  /** Checks the number of jobs. */
  public NewSubmission {
    if (jobs < 1) {
      throw new IllegalArgumentException(jobs + " jobs");
    }
  }

  /**
   * How many samples.
   *
   * @param samples the number, 0 or more
   * @param isTotal whether it is the number of raw samples to end with, counting those in flight
   */
  public record Amount(long samples, boolean isTotal) {

    /** Checks the number. */
    public Amount {
      if (samples < 0) {
        throw new IllegalArgumentException(samples + " samples");
      }
    }
  }
}

package io.slurmgen.catalog;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where slurm-gen keeps what it makes, in a user's directory.
 *
 * @param user the directory with Datasets.java
 */
public record CacheDirectory(Path user) {

  /** Makes the path absolute, so that a change of the working directory does not matter. */
  public CacheDirectory {
    user = Objects.requireNonNull(user).toAbsolutePath().normalize();
  }

  /** The catalog's SQLite file. */
  public Path catalog() {
    return user.resolve(".slurm_cache.sqlite");
  }

  /** The lock file of those who write to the catalog. */
  public Path lock() {
    return user.resolve(".slurm_cache.lock");
  }

  /** The directory of the segments, to which the catalog's paths are relative. */
  public Path root() {
    return user.resolve(".slurm_cache");
  }

  /** The text file that repeats every move. */
  public Path moveJournal() {
    return root().resolve("moves.journal");
  }

  /** The compiled classes, one directory for each state of the sources. */
  public Path classes() {
    return root().resolve(".classes");
  }

  /** The directory of a submission: batch script, logs, classes. */
  public Path submission(long id) {
    return submissions().resolve(Long.toString(id));
  }

  /** The directory of the directories of submissions. */
  public Path submissions() {
    return root().resolve(".submissions");
  }

  /** Where the compiled classes that a submission runs are kept. */
  public Path submissionClasses(long id) {
    return submission(id).resolve("classes");
  }

  /** Where the output of a submission's tasks goes. */
  public Path submissionLogs(long id) {
    return submission(id).resolve("logs");
  }
}

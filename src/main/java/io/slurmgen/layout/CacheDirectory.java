package io.slurmgen.layout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where slurm-gen keeps what it makes, in a user's directory.
 *
 * @param user the directory with Datasets.java
 */
public record CacheDirectory(Path user) {

  /** No name in it begins with a dot, so that it leads nowhere else. */
  private static final Pattern SEGMENT = Pattern.compile("[^/.][^/]*(/[^/.][^/]*)*");

  private static final Pattern LOG = Pattern.compile("\\.submissions/[0-9]+/logs/[^/.][^/]*");

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

  /** The directory of {@code doctor}'s trials with a job on another node; empty otherwise. */
  public Path trials() {
    return root().resolve(".doctor");
  }

  /** The notes of segments with chunks that are not recorded. */
  public Path unrecorded() {
    return root().resolve(".unrecorded");
  }

  /** The files in which tasks that may not write to the catalog report their attempts. */
  public Path attempts() {
    return root().resolve(".attempts");
  }

  /** The directory of the trials of two nodes that write in turns. */
  public Path probes() {
    return root().resolve(".probes");
  }

  /**
   * The file of a segment.
   *
   * @param path as the catalog, a note or a segment itself tells it
   * @throws CatalogException if it is no path below the cache directory
   * @throws io.slurmgen.UserError if there is a symbolic link on the way
   */
  public Path segment(String path) throws CatalogException {
    if (path.indexOf('\0') >= 0 || !SEGMENT.matcher(path).matches()) {
      throw new CatalogException(
          "'%s' is no segment below %s, and is not opened; a catalog with such a name is damaged:"
                  .formatted(path, root())
              + " %s makes a new one".formatted(ProposedCommand.rebuild(user)));
    }
    return withoutLinks(root().resolve(path));
  }

  /**
   * The file with the output of a task.
   *
   * @param path as the catalog tells it
   * @throws CatalogException if it is no path where such files are
   * @throws io.slurmgen.UserError if there is a symbolic link on the way
   */
  public Path log(String path) throws CatalogException {
    if (path.indexOf('\0') >= 0 || !LOG.matcher(path).matches()) {
      throw new CatalogException(
          "'%s' is no log of a submission, and is not read; a catalog with such a name is damaged"
              .formatted(path));
    }
    return withoutLinks(root().resolve(path));
  }

  /**
   * The same path.
   *
   * @param inside below the cache directory
   * @throws io.slurmgen.UserError if there is a symbolic link on the way
   */
  public Path withoutLinks(Path inside) {
    LinkRefusal.check(root(), inside);
    return inside;
  }

  /**
   * Refuses symbolic links in the places that all commands use.
   *
   * @throws io.slurmgen.UserError naming the link
   */
  public void refuseLinks() throws IOException {
    LinkRefusal.check(this);
  }

  /** The directory of a submission: batch script, logs, classes. */
  public Path submission(long id) {
    return submissions().resolve(Long.toString(id));
  }

  /** The directory of the directories of submissions. */
  public Path submissions() {
    return root().resolve(".submissions");
  }

  /** The directory of the compiled classes that a submission runs. */
  public Path submissionClasses(long id) {
    return submission(id).resolve("classes");
  }

  /** The directory of the output of a submission's tasks. */
  public Path submissionLogs(long id) {
    return submission(id).resolve("logs");
  }
}

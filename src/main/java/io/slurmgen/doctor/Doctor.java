package io.slurmgen.doctor;

import io.slurmgen.UserError;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Examines a directory and the cluster around it. Nothing that is there is changed: files for
 * trials are made beside it and removed.
 */
public final class Doctor {

  private final List<Check> checks;

  private Doctor(List<Check> checks) {
    this.checks = checks;
  }

  /**
   * All checks, in the order in which one rests on another.
   *
   * @param directory what is examined
   * @param environment the variables of this process
   * @param lockAttempt the words of a command that tries to lock the file that is added to them,
   *     see {@link LockCheck}
   */
  public static Doctor of(
      CacheDirectory directory, Map<String, String> environment, List<String> lockAttempt) {
    return new Doctor(
        List.of(
            new JavaCheck(),
            new SqliteCheck(),
            new FileSystemCheck(directory.user()),
            new SpaceCheck(directory.user()),
            new WriteCheck(directory.user()),
            new LockCheck(directory.user(), lockAttempt),
            new CatalogCheck(directory, Clock.systemUTC()),
            new SlurmCheck(environment)));
  }

  /**
   * The same, and behind them a trial with a job on another node, which the catalog keeps.
   *
   * @param guest the words of a command that plays the guest of a probe in the folder that is added
   *     to them
   * @param sbatchOptions further options for the job
   */
  public Doctor withJob(
      CacheDirectory directory,
      Map<String, String> environment,
      List<String> guest,
      List<String> sbatchOptions) {
    List<Check> more = new ArrayList<>(checks);
    more.add(new OnNodeCheck(directory, environment, guest, sbatchOptions));
    return new Doctor(more);
  }

  /** Examines all; what cannot be examined is a problem. */
  public List<Diagnosis> examine() {
    List<Diagnosis> all = new ArrayList<>();
    checks.forEach(check -> all.addAll(examine(check)));
    return all;
  }

  private static List<Diagnosis> examine(Check check) {
    try {
      return check.run();
    } catch (IOException | UserError e) {
      return List.of(failed(check, e));
    }
  }

  /** The diagnosis of what could not be examined. */
  static Diagnosis failed(Check check, Exception e) {
    String text = e instanceof IOException io ? text(io) : e.getMessage();
    return Diagnosis.problem(check.name(), text, "");
  }

  /** Some of Java's own messages are a path and nothing else. */
  static String text(IOException e) {
    if (e instanceof FileSystemException file && file.getReason() == null) {
      String reason =
          e instanceof AccessDeniedException ? "permission denied" : e.getClass().getSimpleName();
      return file.getFile() + ": " + reason;
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}

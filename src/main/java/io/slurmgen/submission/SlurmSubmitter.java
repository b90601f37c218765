package io.slurmgen.submission;

import io.slurmgen.UserError;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.JobArrayRow;
import io.slurmgen.model.JobRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.SbatchException;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.slurm.value.TaskEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives jobs of a submission to Slurm, as one job array or, beyond MaxArraySize, a few.
 *
 * <p>The calls are recorded before sbatch is run and their results right after it. A crash in
 * between leaves a call of unknown outcome, which {@link SlurmFollower} settles by its name.
 */
public final class SlurmSubmitter {

  private final Catalog catalog;
  private final Slurm slurm;
  private final TaskEnvironment environment;

  /**
   * A submitter.
   *
   * @param environment the variables of this process
   */
  public SlurmSubmitter(Catalog catalog, Slurm slurm, Map<String, String> environment) {
    this.catalog = catalog;
    this.slurm = slurm;
    this.environment = TaskEnvironment.of(environment);
  }

  /**
   * Checks what can be checked before a submission is made.
   *
   * @throws UserError if Slurm cannot run jobs of this directory
   */
  public static void check(CacheDirectory cache) {
    Sbatch.checkOutputFolder(cache.submissionLogs(1));
  }

  /**
   * Submits jobs.
   *
   * @param submission whose {@link CacheDirectory#submissionClasses} are in place, as it is in the
   *     catalog now
   * @param jobs which of its jobs
   * @return Slurm's ids of the arrays
   * @throws SbatchException if Slurm refuses; the jobs have then failed in the catalog as well
   * @throws UserError if another command has submitted one of the jobs meanwhile, given up this
   *     submission because it took too long, or removed its classes
   */
  public List<JobId> submit(SubmissionRow submission, List<JobRow> jobs, SlurmSettings settings)
      throws IOException {
    List<SlurmCall> calls =
        SlurmCall.of(catalog.directory(), slurm.maxArraySize(), submission, jobs, settings);
    List<JobArrayRow> arrays =
        catalog
            .jobArrays()
            .intend(
                submission,
                Submitter.ofThisProcess(),
                slurm.cluster(),
                calls.stream().map(SlurmCall::request).toList());
    refuseWithoutClasses(submission, arrays);
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      ids.add(call(calls.get(i), arrays.subList(i, arrays.size())));
    }
    return ids;
  }

  /** From the intent on they cannot be removed any more. */
  private void refuseWithoutClasses(SubmissionRow submission, List<JobArrayRow> arrays)
      throws IOException {
    if (!Files.isDirectory(catalog.directory().submissionClasses(submission.id()))) {
      UserError gone = classesAreGone(submission);
      for (JobArrayRow array : arrays) {
        catalog.jobArrays().rejected(array, gone.getMessage());
      }
      throw gone;
    }
  }

  /** Says that a submission cannot be retried, and what to do instead. */
  public static UserError classesAreGone(SubmissionRow submission) {
    return new UserError(
        "the code of submission %d is gone, as gc removes that of finished submissions; to make its"
                .formatted(submission.id())
            + " missing samples with the present code: slurm-gen "
            + (submission.preprocessing().isPresent() ? "preprocess" : "generate"));
  }

  /** Makes the first of the calls; if it fails, none of them is left open. */
  private JobId call(SlurmCall call, List<JobArrayRow> arrays) throws IOException {
    try {
      writeFiles(call);
      JobId id = slurm.submit(call.sbatch());
      if (!catalog.jobArrays().submitted(arrays.get(0), id.value())) {
        slurm.cancel(List.of(id), Set.of(call.sbatch().name()));
        throw new UserError(
            "another command has given this submission up, since sbatch took too long; Slurm job "
                + id
                + " was cancelled");
      }
      return id;
    } catch (SbatchException e) {
      reject(e.outcomeUnknown() ? arrays.subList(1, arrays.size()) : arrays, e);
      throw e;
    }
  }

  private void reject(List<JobArrayRow> arrays, SbatchException reason) throws IOException {
    for (JobArrayRow array : arrays) {
      catalog.jobArrays().rejected(array, reason.getMessage());
    }
  }

  private void writeFiles(SlurmCall call) throws IOException {
    Files.createDirectories(catalog.directory().withoutLinks(call.sbatch().outputFolder()));
    write(call.sbatch().script(), call.script().render());
    write(call.sbatch().environment(), environment.render());
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What {@link #submit} would run, for people.
   *
   * @return the sbatch command and the script of each array
   */
  public static List<String> preview(
      CacheDirectory cache, Slurm slurm, SubmissionRow submission, SlurmSettings settings) {
    List<String> texts = new ArrayList<>();
    for (SlurmCall call :
        SlurmCall.of(cache, slurm.maxArraySize(), submission, submission.jobs(), settings)) {
      texts.add(call.sbatch().text());
      texts.add(call.script().render());
    }
    return texts;
  }
}

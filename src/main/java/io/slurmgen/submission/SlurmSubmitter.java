package io.slurmgen.submission;

import io.slurmgen.catalog.CacheDirectory;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.JobArrayRow;
import io.slurmgen.catalog.JobRow;
import io.slurmgen.catalog.SubmissionRow;
import io.slurmgen.disk.DurableFile;
import io.slurmgen.slurm.ArraySpec;
import io.slurmgen.slurm.BatchScript;
import io.slurmgen.slurm.JobId;
import io.slurmgen.slurm.Sbatch;
import io.slurmgen.slurm.SbatchException;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.TaskEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

  /** Where the compiled classes that a submission runs are kept. */
  public static Path classes(Path submissionFolder) {
    return submissionFolder.resolve("classes");
  }

  /** Where the output of a submission's tasks goes. */
  public static Path logs(Path submissionFolder) {
    return submissionFolder.resolve("logs");
  }

  /**
   * Submits jobs.
   *
   * @param submission whose {@link #classes} are in place
   * @param jobs which of its jobs
   * @return Slurm's ids of the arrays
   * @throws SbatchException if Slurm refuses; the jobs have then failed in the catalog as well
   */
  public List<JobId> submit(SubmissionRow submission, List<JobRow> jobs, SlurmSettings settings)
      throws IOException {
    List<ArraySpec> specs = specs(slurm, jobs, settings);
    List<JobArrayRow> arrays =
        catalog
            .jobArrays()
            .intend(
                submission,
                specs.stream().map(spec -> request(submission, spec, settings)).toList());
    List<JobId> ids = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      Sbatch sbatch =
          sbatch(
              catalog.directory(),
              submission,
              arrays.get(i).request().name(),
              specs.get(i),
              settings);
      ids.add(call(arrays.subList(i, arrays.size()), submission, sbatch, specs.get(i), settings));
    }
    return ids;
  }

  /** Makes the first of the calls; if it fails, none of them is left open. */
  private JobId call(
      List<JobArrayRow> arrays,
      SubmissionRow submission,
      Sbatch sbatch,
      ArraySpec spec,
      SlurmSettings settings)
      throws IOException {
    try {
      writeFiles(submission, sbatch, spec, settings);
      JobId id = slurm.submit(sbatch);
      catalog.jobArrays().submitted(arrays.get(0), id.value());
      return id;
    } catch (SbatchException e) {
      reject(e.outcomeUnknown() ? arrays.subList(1, arrays.size()) : arrays, e);
      throw e;
    }
  }

  private void reject(List<JobArrayRow> arrays, SbatchException reason) throws IOException {
    for (JobArrayRow array : arrays) {
      catalog.jobArrays().rejected(array, "sbatch: " + reason.getMessage());
    }
  }

  private void writeFiles(
      SubmissionRow submission, Sbatch sbatch, ArraySpec spec, SlurmSettings settings)
      throws IOException {
    Files.createDirectories(sbatch.outputFolder());
    DurableFile.write(
        sbatch.script(),
        out ->
            out.write(
                script(catalog.directory(), submission, spec, settings)
                    .getBytes(StandardCharsets.UTF_8)));
    DurableFile.write(
        sbatch.environment(),
        out -> out.write(environment.render().getBytes(StandardCharsets.UTF_8)));
  }

  private static List<ArraySpec> specs(Slurm slurm, List<JobRow> jobs, SlurmSettings settings) {
    return ArraySpec.of(
        jobs.stream().map(JobRow::number).toList(), slurm.maxArraySize(), settings.maxParallel());
  }

  private static JobArrayRow.Request request(
      SubmissionRow submission, ArraySpec spec, SlurmSettings settings) {
    String name =
        "sg-%s-%d-%s"
            .formatted(
                submission.paramSet().dataset(),
                submission.id(),
                UUID.randomUUID().toString().substring(24));
    return new JobArrayRow.Request(
        name,
        spec.jobs(),
        spec.toString(),
        spec.firstJob(),
        settings.time().duration().toMinutes(),
        settings.memory().toString(),
        settings.maxParallel(),
        settings.userOptions());
  }

  private static Sbatch sbatch(
      CacheDirectory cache,
      SubmissionRow submission,
      String name,
      ArraySpec spec,
      SlurmSettings settings) {
    Path folder = cache.submission(submission.id());
    return new Sbatch(
        name,
        spec,
        settings.time(),
        settings.memory(),
        settings.grace(),
        Sbatch.userOptions(settings.userOptions()),
        folder.resolve(name + ".sh"),
        folder.resolve("environment"),
        cache.user(),
        logs(folder));
  }

  private static String script(
      CacheDirectory cache, SubmissionRow submission, ArraySpec spec, SlurmSettings settings) {
    List<String> command = TaskCommandLine.of(submission, cache.user(), settings.memory());
    return new BatchScript(settings.setup(), command, spec.firstJob()).render();
  }

  /**
   * What {@link #submit} would run, for people.
   *
   * @return the sbatch command and the script of each array
   */
  public static List<String> preview(
      CacheDirectory cache, Slurm slurm, SubmissionRow submission, SlurmSettings settings) {
    List<String> texts = new ArrayList<>();
    for (ArraySpec spec : specs(slurm, submission.jobs(), settings)) {
      String name = request(submission, spec, settings).name();
      texts.add(sbatch(cache, submission, name, spec, settings).text());
      texts.add(script(cache, submission, spec, settings));
    }
    return texts;
  }
}

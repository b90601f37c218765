package io.slurmgen.doctor;

import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.CoherenceProbe;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.model.Submitter;
import io.slurmgen.slurm.Slurm;
import io.slurmgen.slurm.value.JobId;
import io.slurmgen.submission.TaskRecording;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether another node sees the directory and can take turns with this one in writing: a job of one
 * task plays {@link CoherenceProbe} with this process. What came out is kept in the catalog.
 */
final class OnNodeCheck implements Check {

  /** Until the job starts. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final CacheDirectory directory;
  private final Map<String, String> environment;
  private final List<String> guest;
  private final List<String> sbatchOptions;

  /**
   * Of a directory.
   *
   * @param guest the words of a command that plays the guest in the folder that is added to them
   * @param sbatchOptions further options for the job
   */
  OnNodeCheck(
      CacheDirectory directory,
      Map<String, String> environment,
      List<String> guest,
      List<String> sbatchOptions) {
    this.directory = directory;
    this.environment = environment;
    this.guest = guest;
    this.sbatchOptions = sbatchOptions;
  }

  @Override
  public String name() {
    return "on-node";
  }

  @Override
  public List<Diagnosis> run() throws IOException {
    Optional<Slurm> slurm = Slurm.find(environment);
    if (slurm.isEmpty()) {
      return List.of(Diagnosis.problem(name(), "there is no Slurm here that could run a job", ""));
    }
    try (ProbeJob job = ProbeJob.in(directory, guest, sbatchOptions, environment)) {
      CoherenceProbe probe = CoherenceProbe.in(job.probeFolder());
      try (CoherenceProbe.Host host = probe.invite(Submitter.thisNode())) {
        return play(slurm.get(), job, host);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a job was waited for");
    }
  }

  private List<Diagnosis> play(Slurm slurm, ProbeJob job, CoherenceProbe.Host host)
      throws IOException, InterruptedException {
    JobId id = slurm.submit(job.sbatch());
    CoherenceProbe.Outcome outcome;
    try {
      outcome = host.play(PATIENCE);
    } finally {
      slurm.cancel(List.of(id), Set.of(job.sbatch().name()));
    }
    if (!outcome.verdict().isKnown()) {
      return List.of(nothingSeen(id, outcome, job));
    }
    FileSystemKind fileSystem = FileSystemKind.of(directory.user());
    List<Diagnosis> found = new ArrayList<>();
    String text =
        "%s: %s: %s".formatted(outcome.partner(), outcome.verdict().word(), outcome.detail());
    found.add(
        outcome.verdict().letsNodesTakeTurns()
            ? Diagnosis.ok(name(), text)
            : Diagnosis.problem(name(), text, fileSystem.advice()));
    keep(fileSystem, outcome);
    return found;
  }

  private Diagnosis nothingSeen(JobId id, CoherenceProbe.Outcome outcome, ProbeJob job)
      throws IOException {
    if (!outcome.partner().isEmpty()) {
      return Diagnosis.warning(
          name(), outcome.detail(), "to try another node: --sbatch \"--nodelist=NODE\"");
    }
    String said = job.output();
    return Diagnosis.problem(
        name(),
        "Slurm job %s: %s%s".formatted(id, outcome.detail(), said.isEmpty() ? "" : ": " + said),
        said.isEmpty()
            ? "no node may have been free, or nodes do not see this directory: try again, with"
                + " --sbatch options where jobs here need some"
            : "");
  }

  /** Keeps the outcome, which tasks that are still to start follow as well. */
  private void keep(FileSystemKind fileSystem, CoherenceProbe.Outcome outcome) throws IOException {
    try (Catalog catalog = Catalog.create(directory, Clock.systemUTC())) {
      catalog
          .nodeProbes()
          .add(
              new NodeProbe(
                  fileSystem,
                  Submitter.thisNode(),
                  outcome.partner(),
                  outcome.verdict(),
                  outcome.detail()));
      new ReportedAttempts(catalog, Clock.systemUTC()).use(TaskRecording.of(catalog).onlyAppends());
    }
  }
}

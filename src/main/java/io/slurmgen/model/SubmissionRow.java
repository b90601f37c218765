package io.slurmgen.model;

import io.slurmgen.layout.LegalName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A submission and its jobs.
 *
 * @param id its number, from 1
 * @param paramSet whose samples it makes
 * @param preprocessing what it derives, empty where it generates
 * @param executor who runs it
 * @param samples how many samples were asked for
 * @param codeHash the code of the datasets
 * @param node the host it was submitted on
 * @param pid the process it was submitted by
 * @param pidSince when that process took it over
 * @param created when it was submitted
 * @param jobs its jobs by number
 */
public record SubmissionRow(
    long id,
    ParamSetRow paramSet,
    Optional<Preprocessing> preprocessing,
    ExecutorKind executor,
    long samples,
    String codeHash,
    String node,
    long pid,
    Instant pidSince,
    Instant created,
    List<JobRow> jobs) {

  /** Copies the list. */
  public SubmissionRow {
    jobs = List.copyOf(jobs);
  }

  /** A submission that is not in the catalog yet, for showing what it would be. */
  public static SubmissionRow draft(
      long id, ParamSetRow set, ExecutorKind executor, String codeHash, List<IndexRanges> shares) {
    List<JobRow> jobs = new ArrayList<>();
    for (IndexRanges share : shares) {
      jobs.add(JobRow.draft(jobs.size(), share));
    }
    Submitter submitter = Submitter.ofThisProcess();
    return new SubmissionRow(
        id,
        set,
        Optional.empty(),
        executor,
        shares.stream().mapToLong(IndexRanges::samples).sum(),
        codeHash,
        submitter.node(),
        submitter.pid(),
        Instant.EPOCH,
        Instant.EPOCH,
        jobs);
  }

  /** How many of its samples are recorded. */
  public long recorded() {
    return jobs.stream().mapToLong(JobRow::recorded).sum();
  }

  /** How many samples its pending and running jobs are still to make. */
  public long inFlight() {
    return jobs.stream().filter(job -> job.state().isActive()).mapToLong(JobRow::missing).sum();
  }

  /** Whether samples may still come from it without anybody doing anything. */
  public boolean isActive() {
    return jobs.stream().anyMatch(job -> job.state().isActive());
  }

  /**
   * What a submission derives.
   *
   * @param preprocessedId the key of the derived samples in the catalog
   * @param group the source group's name
   * @param preprocessor the preprocessor's name
   */
  public record Preprocessing(long preprocessedId, String group, String preprocessor) {

    /** Checks what other programs could have changed. */
    public Preprocessing {
      LegalName.check("group", group);
      LegalName.check("preprocessor", preprocessor);
    }
  }
}

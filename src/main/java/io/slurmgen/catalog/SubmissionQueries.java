package io.slurmgen.catalog;

import io.slurmgen.UserError;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads submissions with their jobs. Used inside transactions. */
final class SubmissionQueries {

  private final CatalogConnection catalog;

  SubmissionQueries(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  SubmissionRow get(long id) throws SQLException {
    return find(id).orElseThrow(IllegalStateException::new);
  }

  Optional<SubmissionRow> find(long id) throws SQLException {
    return query(
            SubmissionSql.ONE_SUBMISSION, SubmissionSql.ONE_JOBS, SubmissionSql.ONE_JOB_RANGES, id)
        .stream()
        .findFirst();
  }

  OptionalLong newest() throws SQLException {
    try (PreparedStatement query = catalog.prepare(SubmissionSql.NEWEST_SUBMISSION);
        ResultSet row = query.executeQuery()) {
      row.next();
      return optionalLong(row, 1);
    }
  }

  List<SubmissionRow> all() throws SQLException {
    return query(
        SubmissionSql.ALL_SUBMISSIONS, SubmissionSql.ALL_JOBS, SubmissionSql.ALL_JOB_RANGES);
  }

  List<SubmissionRow> active() throws SQLException {
    return query(
        SubmissionSql.ACTIVE_SUBMISSIONS,
        SubmissionSql.ACTIVE_JOBS,
        SubmissionSql.ACTIVE_JOB_RANGES);
  }

  List<SubmissionRow> unfinished() throws SQLException {
    return query(
        SubmissionSql.UNFINISHED_SUBMISSIONS,
        SubmissionSql.UNFINISHED_JOBS,
        SubmissionSql.UNFINISHED_JOB_RANGES);
  }

  /**
   * Keeps two commands from giving out the same job.
   *
   * @param seen jobs of the submission as the caller knows them
   * @throws UserError if one of them is no longer so
   */
  void refuseChanged(long submission, List<JobRow> seen) throws SQLException {
    Map<Long, JobRow> now = new HashMap<>();
    get(submission).jobs().forEach(job -> now.put(job.id(), job));
    for (JobRow known : seen) {
      JobRow job = now.get(known.id());
      boolean same =
          job.state() == known.state()
              && job.attempt() == known.attempt()
              && job.jobArrayId().equals(known.jobArrayId());
      if (!same) {
        throw new UserError(
            "job %d of submission %d is %s by now; see %s"
                .formatted(
                    job.number(),
                    submission,
                    job.state().inCatalog(),
                    ProposedCommand.command(
                        catalog.directory().user(), "status", Long.toString(submission))));
      }
    }
  }

  private List<SubmissionRow> query(
      String submissionSql, String jobSql, String rangeSql, Object... parameters)
      throws SQLException {
    Map<Long, List<IndexRange>> ranges = ranges(rangeSql, parameters);
    Map<Long, List<JobRow>> jobs = jobs(jobSql, ranges, parameters);
    List<SubmissionRow> submissions = new ArrayList<>();
    try (PreparedStatement query = catalog.prepare(submissionSql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        submissions.add(submission(row, jobs.getOrDefault(row.getLong(7), List.of())));
      }
    }
    return submissions;
  }

  private static SubmissionRow submission(ResultSet row, List<JobRow> jobs) throws SQLException {
    return new SubmissionRow(
        row.getLong(7),
        Counts.paramSet(row),
        preprocessing(row),
        ExecutorKind.ofCatalog(row.getString(11)),
        row.getLong(12),
        row.getString(13),
        row.getString(14),
        row.getLong(15),
        Instant.ofEpochMilli(row.getLong(16)),
        Instant.ofEpochMilli(row.getLong(17)),
        jobs);
  }

  private static Optional<SubmissionRow.Preprocessing> preprocessing(ResultSet row)
      throws SQLException {
    OptionalLong id = optionalLong(row, 8);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SubmissionRow.Preprocessing(id.getAsLong(), row.getString(9), row.getString(10)));
  }

  private Map<Long, List<IndexRange>> ranges(String sql, Object... parameters) throws SQLException {
    Map<Long, List<IndexRange>> ranges = new HashMap<>();
    try (PreparedStatement query = catalog.prepare(sql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        ranges
            .computeIfAbsent(row.getLong(1), job -> new ArrayList<>())
            .add(new IndexRange(row.getLong(2), row.getLong(3)));
      }
    }
    return ranges;
  }

  private Map<Long, List<JobRow>> jobs(
      String sql, Map<Long, List<IndexRange>> ranges, Object... parameters) throws SQLException {
    Map<Long, List<JobRow>> jobs = new HashMap<>();
    try (PreparedStatement query = catalog.prepare(sql, parameters);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        List<IndexRange> ofJob = ranges.getOrDefault(row.getLong(1), List.of());
        jobs.computeIfAbsent(row.getLong(2), submission -> new ArrayList<>())
            .add(job(row, new IndexRanges(ofJob)));
      }
    }
    return jobs;
  }

  private static JobRow job(ResultSet row, IndexRanges ranges) throws SQLException {
    return new JobRow(
        row.getLong(1),
        row.getInt(3),
        JobState.ofCatalog(row.getString(4)),
        row.getInt(5),
        ranges,
        row.getLong(10), // 0 for null
        optionalLong(row, 6),
        newest(row),
        optionalInstant(row, 7),
        Optional.ofNullable(row.getString(8)).map(EndReason::valueOf),
        Optional.ofNullable(row.getString(9)));
  }

  private static Optional<JobRow.Newest> newest(ResultSet row) throws SQLException {
    String node = row.getString(11);
    return node == null
        ? Optional.empty()
        : Optional.of(
            new JobRow.Newest(
                node,
                Optional.ofNullable(row.getString(12)),
                Optional.ofNullable(row.getString(13)),
                Instant.ofEpochMilli(row.getLong(14)),
                optionalInstant(row, 15)));
  }

  private static OptionalLong optionalLong(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
    OptionalLong millis = optionalLong(row, column);
    return millis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(millis.getAsLong()));
  }
}

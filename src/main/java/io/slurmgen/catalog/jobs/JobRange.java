package io.slurmgen.catalog.jobs;

import io.slurmgen.model.IndexRange;
import io.slurmgen.sqlite.Row;
import java.sql.SQLException;

/**
 * A range of indexes that a job is to make.
 *
 * @param job its key
 */
record JobRange(long job, IndexRange indexes) {

  /** Returns the range of a row of job, first index and samples. */
  static JobRange of(Row row) throws SQLException {
    return new JobRange(row.number(1), new IndexRange(row.number(2), row.number(3)));
  }
}

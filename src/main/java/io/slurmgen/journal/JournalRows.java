package io.slurmgen.journal;

import io.slurmgen.model.IndexRanges;
import io.slurmgen.sqlite.CatalogConnection;
import io.slurmgen.sqlite.Row;
import io.slurmgen.sqlite.Statements;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The rows of a catalog as lines of its {@link MoveJournal}. Used inside one transaction.
 *
 * <p>Numbers are compared with the highest that were ever given out
 * (https://sqlite.org/autoinc.html): a catalog that was rebuilt has no row for what none of its
 * samples was found of.
 */
public final class JournalRows {

  /** Parameters: after which move, up to which. */
  private static final String MOVES =
      """
      select move.id, dataset.name, param_set.hash, sample_group.name, move.moved_ms,
        param_set.seed, move.group_id
      from move
        join sample_group on sample_group.id = move.group_id
        join param_set on param_set.id = sample_group.param_set_id
        join dataset on dataset.id = param_set.dataset_id
      where move.id > ? and move.id <= ? order by move.id
      """;

  /** Parameters: group, move. */
  private static final String INDEXES =
      """
      select first_index, samples from sample_range where group_id = ? and move_id = ?
      """;

  /** Parameters: after which submission. */
  private static final String SUBMISSIONS =
      """
      select submission.id,
        (select coalesce(max(job.id), 0) from job where job.submission_id = submission.id),
        dataset.name, param_set.hash, param_set.number, param_set.seed, submission.created_ms
      from submission
        join param_set on param_set.id = submission.param_set_id
        join dataset on dataset.id = param_set.dataset_id
      where submission.id > ? order by submission.id
      """;

  private static final String LAST_NUMBER = "select seq from sqlite_sequence where name = ?";

  private final CatalogConnection catalog;

  public JournalRows(CatalogConnection catalog) {
    this.catalog = catalog;
  }

  /** Whether a catalog has what the journal has if that is its last line. */
  boolean have(JournalLine last) throws SQLException {
    return lastNumber("move") >= last.lastMove()
        && lastNumber("submission") >= last.lastSubmission()
        && (last instanceof MoveLine move
            ? movesBetween(move.id() - 1, move.id(), 0).stream().allMatch(move::isOfSameMove)
            : last instanceof SubmissionLine line && lastNumber("job") >= line.lastJob());
  }

  /** The highest number that a row of a table ever had. */
  public long lastNumber(String table) throws SQLException {
    return catalog.statements().number(LAST_NUMBER, table).orElse(0L);
  }

  /**
   * The moves after one.
   *
   * @param lastSubmission what their lines are to say of submissions
   */
  List<MoveLine> movesAfter(long id, long lastSubmission) throws SQLException {
    return movesBetween(id, Long.MAX_VALUE, lastSubmission);
  }

  private List<MoveLine> movesBetween(long after, long last, long lastSubmission)
      throws SQLException {
    List<MoveLine> lines =
        catalog.statements().query(MOVES, row -> move(row, lastSubmission), after, last);
    refuseDisorder("move", after, lines.stream().map(MoveLine::id).toList());
    return lines;
  }

  private MoveLine move(Row row, long lastSubmission) throws SQLException {
    return new MoveLine(
        row.number(1),
        row.text(2),
        row.text(3),
        row.text(4),
        row.number(5),
        new IndexRanges(catalog.statements().ranges(INDEXES, row.number(7), row.number(1))),
        OptionalLong.of(row.number(6)),
        lastSubmission);
  }

  /**
   * The submissions after one.
   *
   * @param lastMove what their lines are to say of moves
   */
  List<SubmissionLine> submissionsAfter(long id, long lastMove) throws SQLException {
    List<SubmissionLine> lines =
        catalog.statements().query(SUBMISSIONS, row -> submission(row, lastMove), id);
    refuseDisorder("submission", id, lines.stream().map(SubmissionLine::id).toList());
    return lines;
  }

  private static SubmissionLine submission(Row row, long lastMove) throws SQLException {
    return new SubmissionLine(
        row.number(1),
        row.number(2),
        lastMove,
        row.text(3),
        row.text(4),
        row.smallNumber(5),
        row.number(6),
        row.number(7));
  }

  /** SQLite searches a damaged table by the order that its rows no longer have. */
  private static void refuseDisorder(String table, long after, List<Long> ids) throws SQLException {
    long before = after;
    for (long id : ids) {
      if (id <= before) {
        throw Statements.damage("%s %d comes after %d".formatted(table, id, before));
      }
      before = id;
    }
  }
}

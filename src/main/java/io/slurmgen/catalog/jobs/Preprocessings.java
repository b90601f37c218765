package io.slurmgen.catalog.jobs;

import static io.slurmgen.sqlite.generated.Tables.PREPROCESSED;
import static io.slurmgen.sqlite.generated.Tables.SAMPLE_GROUP;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Coverage;
import io.slurmgen.catalog.samples.GroupRanges;
import io.slurmgen.catalog.samples.Groups;
import io.slurmgen.catalog.samples.SmallTables;
import io.slurmgen.journal.MoveJournal;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.sqlite.CatalogConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Submissions that derive samples from those of a group. */
public final class Preprocessings {

  private final CatalogConnection catalog;
  private final Groups groups;

  public Preprocessings(CatalogConnection catalog) {
    this.catalog = catalog;
    this.groups = new Groups(catalog);
  }

  /**
   * Records a submission for those of a group's first samples that are neither preprocessed nor in
   * flight. Where the group has fewer samples than wanted, the difference is moved from raw in the
   * same transaction, if that is allowed.
   *
   * @return empty where nothing is missing
   * @throws UserError if the group has too few samples and none may be moved, or there are too few
   *     raw ones: the caller has looked before, so somebody else was quicker
   */
  public Optional<SubmissionRow> create(NewPreprocessing wanted) throws IOException {
    return catalog.write(
        () -> createInside(wanted),
        () -> new MoveJournal(catalog).catchUp("the submission is recorded and does not run"));
  }

  /**
   * How many samples {@link #create} would hand out if the group had enough of them; nothing is
   * written.
   */
  public long missing(NewPreprocessing wanted) throws IOException {
    return catalog.read(
        () -> {
          Optional<Long> group = groups.find(wanted.paramSetId(), wanted.group());
          Optional<Long> preprocessed = group.flatMap(id -> find(id, wanted.preprocessor()));
          if (preprocessed.isEmpty()) {
            return wanted.samples();
          }
          long toMove = Math.max(0, wanted.samples() - samplesOf(group.get()));
          return toMove + missing(wanted, group.get(), preprocessed.get()).samples();
        });
  }

  private IndexRanges missing(NewPreprocessing wanted, long group, long preprocessed)
      throws SQLException {
    Coverage coverage = new Coverage(catalog, wanted.paramSetId(), Optional.of(preprocessed));
    return coverage.missing(firstOf(group, wanted.samples())).minus(coverage.inFlight());
  }

  private Optional<SubmissionRow> createInside(NewPreprocessing wanted)
      throws SQLException, IOException {
    long group = fill(wanted);
    long preprocessed = findOrCreate(group, wanted.preprocessor());
    IndexRanges missing = missing(wanted, group, preprocessed);
    Submissions submissions = new Submissions(catalog);
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    submissions.releaseOthers(wanted.paramSetId(), Optional.of(preprocessed), missing);
    return Optional.of(
        submissions.insert(
            new Submissions.Request(
                wanted.paramSetId(),
                Optional.of(preprocessed),
                wanted.executor(),
                wanted.codeHash(),
                wanted.submitter()),
            missing.split(wanted.jobs())));
  }

  /** The group's key, after it was given what it lacks. */
  private long fill(NewPreprocessing wanted) throws SQLException, IOException {
    long group = groups.findOrCreate(wanted.paramSetId(), wanted.group());
    long lacking = wanted.samples() - samplesOf(group);
    if (lacking > 0) {
      boolean moved =
          wanted.mayMove()
              && groups.moveInside(wanted.paramSetId(), lacking, wanted.group()) >= lacking;
      if (!moved) {
        throw new UserError(
            "group " + wanted.group() + " lacks " + lacking + " samples by now; try again");
      }
    }
    return group;
  }

  private long samplesOf(long group) {
    return catalog
        .sql()
        .select(SAMPLE_GROUP.SAMPLES)
        .from(SAMPLE_GROUP)
        .where(SAMPLE_GROUP.ID.eq(group))
        .fetchSingle()
        .value1();
  }

  private Optional<Long> find(long group, String name) {
    return catalog
        .sql()
        .select(PREPROCESSED.ID)
        .from(PREPROCESSED)
        .where(PREPROCESSED.GROUP_ID.eq(group).and(PREPROCESSED.NAME.eq(name)))
        .fetchOptional(PREPROCESSED.ID);
  }

  private long findOrCreate(long group, String name) throws SQLException {
    Optional<Long> found = find(group, name);
    if (found.isPresent()) {
      return found.get();
    }
    new SmallTables(catalog).check();
    return catalog
        .sql()
        .insertInto(PREPROCESSED)
        .set(PREPROCESSED.GROUP_ID, group)
        .set(PREPROCESSED.NAME, name)
        .returning(PREPROCESSED.ID)
        .fetchSingle()
        .getId();
  }

  private IndexRanges firstOf(long group, long samples) throws SQLException {
    List<IndexRange> ranges = catalog.statements().ranges(GroupRanges.GROUP_RANGES, group);
    return new IndexRanges(IndexRange.first(ranges, samples));
  }
}

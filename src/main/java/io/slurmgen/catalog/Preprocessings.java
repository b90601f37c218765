package io.slurmgen.catalog;

import static io.slurmgen.catalog.generated.Tables.PREPROCESSED;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_GROUP;
import static io.slurmgen.catalog.generated.Tables.SAMPLE_RANGE;

import io.slurmgen.UserError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jooq.Records;

/** Submissions that derive samples from those of a group. */
public final class Preprocessings {

  private final CatalogConnection catalog;
  private final Groups groups;

  Preprocessings(CatalogConnection catalog) {
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
    return catalog.write(() -> createInside(wanted), new MoveJournal(catalog)::catchUp);
  }

  private Optional<SubmissionRow> createInside(NewPreprocessing wanted) {
    long group = fill(wanted);
    long preprocessed = findOrCreate(group, wanted.preprocessor());
    Coverage coverage = new Coverage(catalog, wanted.paramSetId(), Optional.of(preprocessed));
    IndexRanges missing =
        firstOf(group, wanted.samples()).minus(coverage.recorded()).minus(coverage.inFlight());
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
  private long fill(NewPreprocessing wanted) {
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

  private long findOrCreate(long group, String name) {
    Optional<Long> found =
        catalog
            .sql()
            .select(PREPROCESSED.ID)
            .from(PREPROCESSED)
            .where(PREPROCESSED.GROUP_ID.eq(group).and(PREPROCESSED.NAME.eq(name)))
            .fetchOptional(PREPROCESSED.ID);
    return found.orElseGet(
        () ->
            catalog
                .sql()
                .insertInto(PREPROCESSED)
                .set(PREPROCESSED.GROUP_ID, group)
                .set(PREPROCESSED.NAME, name)
                .returning(PREPROCESSED.ID)
                .fetchSingle()
                .getId());
  }

  private IndexRanges firstOf(long group, long samples) {
    List<IndexRange> ranges =
        catalog
            .sql()
            .select(SAMPLE_RANGE.FIRST_INDEX, SAMPLE_RANGE.SAMPLES)
            .from(SAMPLE_RANGE)
            .where(SAMPLE_RANGE.GROUP_ID.eq(group))
            .orderBy(SAMPLE_RANGE.MOVE_ID, SAMPLE_RANGE.FIRST_INDEX)
            .fetch(Records.mapping(IndexRange::new));
    return new IndexRanges(IndexRange.first(ranges, samples));
  }
}

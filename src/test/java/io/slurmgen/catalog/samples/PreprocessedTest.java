package io.slurmgen.catalog.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.catalog.TestSegment;
import io.slurmgen.catalog.jobs.NewPreprocessing;
import io.slurmgen.catalog.jobs.Timings;
import io.slurmgen.model.AttemptRow;
import io.slurmgen.model.AttemptTiming;
import io.slurmgen.model.ExecutorKind;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import io.slurmgen.model.ParamSetRow;
import io.slurmgen.model.PreprocessedRow;
import io.slurmgen.model.SubmissionRow;
import io.slurmgen.model.Submitter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that a preprocessor derives: 300 of 500 are in train, the jobs 0 and 1 have 150 each. */
class PreprocessedTest {

  @TempDir Path directory;
  private TestCatalog catalog;
  private ParamSetRow set;
  private long submission;

  @BeforeEach
  void open() throws IOException, SQLException {
    catalog = TestCatalog.in(directory);
    set = catalog.generate(500, 50);
    catalog.catalog.groups().move(set.id(), 300, "train");
    submission =
        catalog
            .catalog
            .preprocessings()
            .create(
                new NewPreprocessing(
                    set.id(),
                    "train",
                    "square",
                    300,
                    false,
                    2,
                    ExecutorKind.LOCAL,
                    "other code",
                    new Submitter("node", 42)))
            .orElseThrow()
            .id();
  }

  @AfterEach
  void close() throws IOException {
    catalog.close();
  }

  @Test
  void attemptSaysWhatItDerives() throws IOException {
    AttemptRow attempt = catalog.start(submission, 1);
    assertEquals(
        Optional.of(new SubmissionRow.Preprocessing(1, "train", "square")),
        attempt.preprocessing());
    assertEquals(List.of(new IndexRange(150, 150)), attempt.missing().ranges());
    SubmissionRow found = catalog.catalog.submissions().find(submission).orElseThrow();
    assertEquals(attempt.preprocessing(), found.preprocessing());
  }

  @Test
  void recordedOnesAreCountedApartFromTheirSource() throws IOException, SQLException {
    AttemptRow attempt = catalog.start(submission, 0);
    TestSegment segment = new TestSegment(attempt, 0, 0);
    catalog.record(segment.chunks(50, 25));
    RecordedChunks next = segment.chunks(25, 25);
    catalog.record(next);
    catalog.record(next);
    assertEquals(List.of("1|0|75"), catalog.rows("select * from preprocessed_range"));
    assertEquals(List.of(new PreprocessedRow(1, "square", 75)), train().preprocessed());
    assertEquals(300, train().samples());
    assertEquals(200, catalog.group("raw").samples());
    assertEquals(List.of(new IndexRange(75, 75)), catalog.start(submission, 0).missing().ranges());
  }

  private GroupRow train() throws IOException {
    return catalog.group("train");
  }

  @Test
  void supersededAttemptDerivesNothing() throws IOException {
    AttemptRow old = catalog.start(submission, 0);
    catalog.start(submission, 0);
    assertEquals(Set.of(old.id()), catalog.record(new TestSegment(old, 0, 0).chunks(50, 25)));
    assertEquals(0, train().preprocessed().get(0).samples());
  }

  @Test
  void indexesOfDerivedSamplesAreNotThoseOfGeneratedOnes() throws IOException {
    assertEquals(
        List.of(new IndexRange(500, 10)), catalog.submit(10, 1).jobs().get(0).ranges().ranges());
  }

  @Test
  void locationsAreThoseOfTheDerivedSegmentsOnly() throws IOException {
    AttemptRow attempt = catalog.start(submission, 1);
    catalog.record(new TestSegment(attempt, 0, 150).chunks(60, 25));
    PreprocessedRow derived = train().preprocessed().get(0);
    String path = attempt.segmentPath(0);
    long end =
        TestSegment.HEADER_BYTES + 2 * TestSegment.lengthBytes(25) + TestSegment.lengthBytes(10);
    assertEquals(
        List.of(new Location(path, TestSegment.HEADER_BYTES, end, new IndexRange(150, 60))),
        catalog.catalog.locations().of(set, train(), derived, 300));
    assertEquals(
        List.of(new Location(path, TestSegment.HEADER_BYTES, end, new IndexRange(150, 5))),
        catalog.catalog.locations().of(set, train(), derived, 155));
    assertEquals(List.of(), catalog.catalog.locations().of(set, train(), derived, 150));
    assertEquals(
        List.of(new IndexRange(0, 300)),
        catalog.catalog.locations().of(set, "train", 300).stream().map(Location::indexes).toList());
  }

  @Test
  void codesOfAParameterSetAreThoseOfItsOwnSamples() throws IOException {
    catalog.recordAll(catalog.start(submission, 0), 25);
    assertEquals(1, catalog.counts().codes());
  }

  @Test
  void timingsOfPreprocessorsAreKeptApart() throws IOException {
    Timings timings = catalog.catalog.timings();
    assertEquals(List.of(), timings.ofPreprocessor("d", "square"));
    catalog.recordAll(catalog.start(submission, 0), 25);
    assertEquals(
        List.of(new AttemptTiming(7_000_000, 6, 1000, 0)), timings.ofPreprocessor("d", "square"));
    List<AttemptTiming> generated = List.of(new AttemptTiming(7_000_000, 10, 1000, 0));
    assertEquals(generated, timings.ofParamSet(set.id()));
    assertEquals(generated, timings.ofDataset("d"));
    assertEquals(List.of(), timings.ofDataset("e"));
    assertEquals(List.of(), timings.ofPreprocessor("e", "square"));
    double bytes = (TestSegment.HEADER_BYTES + 10 * TestSegment.lengthBytes(50)) / 500.0;
    assertEquals(Optional.of(bytes), timings.bytesPerSample("d"));
    assertEquals(Optional.empty(), timings.bytesPerSample("e"));
  }

  @Test
  void groupWithSeveralPreprocessorsIsListedOnce() throws IOException, SQLException {
    catalog.sql("insert into preprocessed (group_id, name) values (2, 'cube'), (1, 'cube')");
    catalog.recordAll(catalog.start(submission, 0), 25);
    assertEquals(
        List.of(
            new GroupRow(1, "raw", 200, List.of(new PreprocessedRow(3, "cube", 0))),
            new GroupRow(
                2,
                "train",
                300,
                List.of(new PreprocessedRow(1, "square", 150), new PreprocessedRow(2, "cube", 0)))),
        catalog.counts().groups());
    assertEquals(200, catalog.counts().raw().samples());
  }
}

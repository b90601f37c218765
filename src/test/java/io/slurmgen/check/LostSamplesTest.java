package io.slurmgen.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.catalog.TestCatalog;
import io.slurmgen.model.GroupRow;
import io.slurmgen.model.IndexRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removing the rows of lost samples, where others have removed and recorded some since. */
class LostSamplesTest {

  @TempDir Path directory;

  private static Optional<IndexRange> drop(TestCatalog test, RecordedSegment segment)
      throws IOException {
    return LostSamples.of(test.catalog).drop(segment, segment.indexes(), "gone", rows -> true);
  }

  @Test
  void segmentThatGotTheKeyOfARemovedOneKeepsItsRows() throws IOException {
    try (TestCatalog test = TestCatalog.in(directory)) {
      test.generate(100, 10);
      RecordedSegment lost = Integrity.of(test.catalog).segments(0, 1).get(0);
      assertEquals(Optional.of(lost.indexes()), drop(test, lost));
      test.recordAll(test.start(1, 0), 10);
      RecordedSegment again = Integrity.of(test.catalog).segments(0, 1).get(0);
      assertEquals(lost.id(), again.id());
      assertEquals(Optional.empty(), drop(test, lost));
      assertEquals(100, test.group(GroupRow.RAW).samples());
    }
  }
}

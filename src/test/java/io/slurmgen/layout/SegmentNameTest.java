package io.slurmgen.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentNameTest {

  private static final String FOLDER = "d/0123456789ab/";

  @ParameterizedTest
  @CsvSource({
    "J2-1.arrows, 2, 1, 0",
    "J2-1-3.arrows, 2, 1, 3",
    "J999999999999999999-999999999-999999999.arrows, 999999999999999999, 999999999, 999999999"
  })
  void nameIsReadAsItIsWritten(String file, long job, int attempt, int part) {
    SegmentName name = new SegmentName(FOLDER, job, attempt, part);
    assertEquals(FOLDER + file, name.path());
    assertEquals(Optional.of(name), SegmentName.of(FOLDER + file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "J0-1.arrows",
        "J02-1.arrows",
        "J2-0.arrows",
        "J2-1-0.arrows",
        "J2-1-03.arrows",
        "J2-1-3-4.arrows",
        "J2.arrows",
        "J2-1.arrows.old",
        "J2-1 (copy).arrows",
        "J1000000000000000000-1.arrows",
        "old-J2-1.arrows"
      })
  void otherFilesAreNoSegments(String file) {
    assertEquals(Optional.empty(), SegmentName.of(FOLDER + file));
  }

  @Test
  void copyTellsTheJobOfItsOriginal() {
    assertEquals(OptionalLong.of(2), SegmentName.jobOf(Path.of(FOLDER, "J2-1 (copy).arrows")));
    assertEquals(OptionalLong.of(2), SegmentName.jobOf(Path.of(FOLDER, "J2-1.arrows")));
    assertEquals(OptionalLong.empty(), SegmentName.jobOf(Path.of(FOLDER, "J2-1.arrow")));
    assertEquals(OptionalLong.empty(), SegmentName.jobOf(Path.of(FOLDER, "old-J2-1.arrows")));
  }
}

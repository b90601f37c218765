package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.SampleMismatchException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharacterTest {
  @TempDir private Path directory;

  @SuppressWarnings("unused") // read by reflection
  private Letters letters;

  record Letters(char plain, Character boxed) {}

  @Test
  void charactersComeBackTypedAndAreTextToOthers() throws IOException {
    List<Sample<Letters, Character>> samples =
        List.of(
            new Sample<>(new Letters('z', null), 'ß'), new Sample<>(new Letters('\n', '€'), '"'));
    Path file = directory.resolve("letters");
    Segments.write(
        file,
        Segments.schema(
            Segments.typeOf(CharacterTest.class, "letters"), StoredTypes.type("letter")),
        samples,
        1);
    try (SegmentFile segment = SegmentFile.open(file)) {
      StoredSamples stored = Segments.open(segment, 2);
      ValueCursor features = stored.features().read(Letters.class);
      ValueCursor label = stored.label().read(Character.class);
      for (int i = 0; i < 2; i++) {
        assertEquals(samples.get(i).features(), features.get(i));
        assertEquals(samples.get(i).label(), label.get(i));
      }
      RowOrder all = RowOrder.stored(2);
      assertArrayEquals(new String[] {"z", "\n"}, stored.features().component("plain").texts(all));
    }
  }

  @Test
  void halfASurrogatePairIsRefusedWhenItIsWritten() {
    List<Sample<Character, Boolean>> samples = List.of(new Sample<>('\uD83D', true));
    SegmentSchema schema = Segments.schema(StoredTypes.type("letter"), new ColumnType.Bool());
    SampleMismatchException e =
        assertThrows(
            SampleMismatchException.class,
            () -> Segments.write(directory.resolve("half"), schema, samples, 1));
    assertTrue(e.getMessage().contains("surrogate"), e.getMessage());
  }

  @Test
  void textOfSeveralCharactersIsNoCharacter() throws IOException {
    Path file = directory.resolve("texts");
    Segments.write(
        file,
        Segments.schema(StoredTypes.type("text"), new ColumnType.Bool()),
        List.of(new Sample<>("ab", true)),
        1);
    try (SegmentFile segment = SegmentFile.open(file)) {
      ValueCursor features = Segments.open(segment, 1).features().read(char.class);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> features.get(0));
      assertTrue(e.getMessage().contains("a sample has 2 characters"), e.getMessage());
    }
  }
}

package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.SegmentSchema;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.Slice;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of one parameter set whose code was changed between them. */
class MixedTypesTest {
  enum Early {
    RED,
    BLUE
  }

  enum Late {
    BLUE,
    GREEN,
    RED
  }

  record EarlyCar(Early color, int wheels) {}

  record LateCar(Late color, int wheels) {}

  record Truck(Late color, int wheels, double load) {}

  @SuppressWarnings("unused") // read by reflection
  private static final class Declared {
    double number;
    float narrow;
    Early early;
    Late late;
    EarlyCar earlyCar;
    LateCar lateCar;
    Truck truck;
  }

  @TempDir Path directory;

  private static ColumnType type(String field) {
    return Segments.typeOf(Declared.class, field);
  }

  private SegmentFile segment(String features, Object first, Object second) throws IOException {
    Path file = directory.resolve(features);
    SegmentSchema schema = Segments.schema(type(features), new ColumnType.Int(32));
    Segments.write(file, schema, List.of(new Sample<>(first, 1), new Sample<>(second, 2)), 2);
    return SegmentFile.open(file);
  }

  private static StoredSamples together(SegmentFile... segments) throws IOException {
    List<Slice> slices = new ArrayList<>();
    for (SegmentFile each : segments) {
      slices.add(new Slice(each, each.headerBytes(), Files.size(each.path()), 0, 2));
    }
    return StoredSamples.of(slices, true);
  }

  @Test
  void enumsWithOtherConstantsAreReadTogether() throws IOException {
    StoredColumn colors =
        together(segment("early", Early.RED, Early.BLUE), segment("late", Late.GREEN, Late.RED))
            .features();
    assertEquals("enum(RED, BLUE, GREEN)", colors.type().describe());
    RowOrder all = RowOrder.stored(4);
    assertArrayEquals(new String[] {"RED", "BLUE", "GREEN", "RED"}, colors.texts(all));
    Late[] expected = {Late.RED, Late.BLUE, Late.GREEN, Late.RED};
    assertArrayEquals(expected, colors.values(all, Late.class));
    assertThrows(IllegalArgumentException.class, () -> colors.read(Early.class));
  }

  @Test
  void enumsInsideRecordsAreReadTogether() throws IOException {
    StoredColumn cars =
        together(
                segment("lateCar", new LateCar(Late.GREEN, 4), new LateCar(null, 3)),
                segment("earlyCar", new EarlyCar(Early.RED, 2), new EarlyCar(Early.BLUE, 1)))
            .features();
    assertEquals(new LateCar(Late.RED, 2), cars.values(RowOrder.stored(4), LateCar.class)[2]);
    assertArrayEquals(
        new int[] {4, 3, 2, 1},
        (int[]) cars.component("wheels").flat(RowOrder.stored(4), int.class));
  }

  @Test
  void otherDifferencesAreTheUsersMistake() throws IOException {
    SegmentFile number = segment("number", 1.0, 2.0);
    SegmentFile narrow = segment("narrow", 1f, 2f);
    UserError e = assertThrows(UserError.class, () -> together(number, narrow));
    assertTrue(e.getMessage().contains("features is double in"), e.getMessage());
    assertTrue(e.getMessage().contains("but float in"), e.getMessage());
    SegmentFile car = segment("lateCar", new LateCar(Late.RED, 4), new LateCar(null, 3));
    SegmentFile truck = segment("truck", new Truck(Late.RED, 6, 2.5), new Truck(null, 8, 5));
    assertThrows(UserError.class, () -> together(car, truck));
  }
}

package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small segment byte for byte: whoever changes the format must change this file by hand. */
@Tag("jdk")
class SegmentGoldenTest {
  private static final int BYTES_PER_LINE = 16;

  record Point(double x, String name) {}

  enum Side {
    LEFT,
    RIGHT
  }

  @SuppressWarnings("unused") // read by reflection
  private static final class Declared {
    Point point;
    Side side;
  }

  @TempDir Path directory;

  @Test
  void bytesAreAsDocumented() throws IOException {
    Path file = directory.resolve("golden");
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("slurm_gen.dataset", "points");
    metadata.put("slurm_gen.seed", "42");
    SegmentSchema schema =
        new SegmentSchema(
            Segments.typeOf(Declared.class, "point"),
            Segments.typeOf(Declared.class, "side"),
            metadata);
    List<Sample<Point, Side>> samples =
        List.of(
            new Sample<>(new Point(0.5, "a"), Side.LEFT),
            new Sample<>(new Point(-1, null), Side.RIGHT),
            new Sample<>(new Point(2, "ß"), Side.LEFT));
    Segments.write(file, schema, samples, 2);
    assertEquals(golden("points.arrows.hex"), hex(Files.readAllBytes(file)));
  }

  private static String golden(String name) throws IOException {
    try (InputStream golden = SegmentGoldenTest.class.getResourceAsStream(name)) {
      return new String(golden.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Offset, bytes and characters, as {@code hexdump -C} prints them. */
  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
      int end = Math.min(bytes.length, at + BYTES_PER_LINE);
      text.append("%06x ".formatted(at));
      text.append(HexFormat.ofDelimiter(" ").formatHex(bytes, at, end));
      text.append("  |");
      for (int i = at; i < end; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
      }
      text.append("|\n");
    }
    return text.toString();
  }
}

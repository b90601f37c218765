package io.slurmgen.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slurmgen.Seeds;
import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFormatTest {
  @TempDir Path directory;

  private static final List<Sample<?, ?>> ITEMS = items();

  private static List<Sample<?, ?>> items() {
    List<Sample<?, ?>> samples = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      samples.add(new Sample<>(SampleFiles.item(i), Map.of("n", i)));
    }
    return samples;
  }

  private static String text(ExportFormat format, Samples samples) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(samples, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void csvQuotesWhatNeedsIt() throws IOException {
    Samples samples = SampleFiles.write(directory, "item", "map", ITEMS.subList(0, 9));
    String name = "\"line 1\r\nline 2 \"\"%d\"\", ß\"";
    String tags = "\"[\"\"t%d\"\",\"\"\\\"\"quoted\\\"\", with comma\"\"]\"";
    List<String> lines =
        List.of(
            "features.position.x,features.position.y,features.color,features.code,features.tags,"
                + "features.name,label",
            ",,,,,,\"{\"\"n\"\":0}\"",
            "0.5,1.0,BLUE,\"[1,-1]\"," + tags.formatted(1) + ",\"\",\"{\"\"n\"\":1}\"",
            "1.0,2.0,RED,\"[2,-1]\","
                + tags.formatted(2)
                + ","
                + name.formatted(2)
                + ",\"{\"\"n\"\":2}\"");
    String csv = text(ExportFormat.CSV, samples);
    assertEquals(String.join("\r\n", lines) + "\r\n", csv.substring(0, csv.indexOf("1.5,")));
    assertTrue(
        csv.endsWith("\r\n4.0,8.0,,\"[8,-1]\"," + tags.formatted(8) + ",,\"{\"\"n\"\":8}\"\r\n"));
  }

  @Test
  void csvOfNumbersReadsBackExactly() throws IOException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    List<Sample<?, ?>> numbers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      numbers.add(new Sample<>(Double.longBitsToDouble(random.nextLong()), random.nextLong()));
    }
    Samples samples = SampleFiles.write(directory, "number", "large", numbers);
    String[] lines = text(ExportFormat.CSV, samples.shuffled(1)).split("\r\n");
    double[] features = samples.shuffled(1).features().toDoubleArray();
    long[] labels = samples.shuffled(1).labels().toLongArray();
    assertEquals("features,label", lines[0]);
    for (int i = 0; i < 500; i++) {
      String[] cells = lines[i + 1].split(",");
      assertEquals(features[i], Double.parseDouble(cells[0]), "seed " + seed);
      assertEquals(labels[i], Long.parseLong(cells[1]));
    }
  }

  @Test
  void jsonLinesReadBack() throws IOException {
    Samples samples = SampleFiles.write(directory, "item", "map", ITEMS);
    String[] lines = text(ExportFormat.JSONL, samples).split("\n");
    ObjectMapper mapper = new ObjectMapper();
    assertEquals(120, lines.length);
    for (int i = 0; i < 120; i++) {
      JsonNode line = mapper.readTree(lines[i]);
      SampleFiles.Item item = SampleFiles.item(i);
      JsonNode features = line.get("features");
      assertEquals(
          mapper.valueToTree(item.position()).toString(), features.get("position").toString());
      assertEquals(item.name(), features.get("name").textValue());
      assertEquals(mapper.valueToTree(item.tags()).toString(), features.get("tags").toString());
      assertEquals(
          item.code() == null ? "null" : "[" + i + ",-1]", features.get("code").toString());
      assertEquals(i, line.get("label").get("n").intValue());
    }
  }

  @Test
  void arrowFileIsReadByArrowBatchByBatch() throws IOException {
    Samples samples = SampleFiles.write(directory, "item", "large", largeLabels(150_000));
    Path file = directory.resolve("export.arrow");
    try (var out = Files.newOutputStream(file)) {
      ExportFormat.ARROW.write(samples.range(10, 150_000), out);
    }
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(FileChannel.open(file), allocator)) {
      assertEquals(3, reader.getRecordBlocks().size());
      assertEquals(Map.of("k", "v"), reader.getVectorSchemaRoot().getSchema().getCustomMetadata());
      int next = 10;
      while (reader.loadNextBatch()) {
        next = checkBatch(reader, next);
      }
      assertEquals(150_000, next);
    }
  }

  private static List<Sample<?, ?>> largeLabels(int count) {
    List<Sample<?, ?>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(new Sample<>(SampleFiles.item(i), (long) i));
    }
    return samples;
  }

  private static int checkBatch(ArrowFileReader reader, int first) throws IOException {
    StructVector features = (StructVector) reader.getVectorSchemaRoot().getVector("features");
    BigIntVector labels = (BigIntVector) reader.getVectorSchemaRoot().getVector("label");
    StructVector position = (StructVector) features.getChild("position");
    FieldVector name = features.getChild("name");
    FieldVector code = features.getChild("code");
    for (int row = 0; row < labels.getValueCount(); row++) {
      SampleFiles.Item item = SampleFiles.item(first + row);
      assertEquals(first + row, labels.get(row));
      assertEquals(item.position() == null, position.isNull(row));
      if (item.position() != null) {
        assertEquals(item.position().x(), position.getChild("x").getObject(row));
        assertEquals(item.position().y(), position.getChild("y").getObject(row));
      }
      assertEquals(item.name(), name.isNull(row) ? null : name.getObject(row).toString());
      assertEquals(item.code() == null, code.isNull(row));
      if (item.code() != null) {
        assertEquals(List.of(item.code()[0], item.code()[1]), code.getObject(row));
      }
    }
    return first + labels.getValueCount();
  }

  @Test
  void shuffledArraysAreExportedToArrow() throws IOException {
    List<Sample<?, ?>> arrays = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      arrays.add(new Sample<>(new float[] {i, 2, 3}, i % 3 == 0));
    }
    Samples samples = SampleFiles.write(directory, "fixed", "flag", arrays).shuffled(5);
    Path file = directory.resolve("shuffled.arrow");
    try (var out = Files.newOutputStream(file)) {
      ExportFormat.ARROW.write(samples, out);
    }
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = new ArrowFileReader(FileChannel.open(file), allocator)) {
      assertTrue(reader.loadNextBatch());
      FieldVector features = reader.getVectorSchemaRoot().getVector("features");
      FieldVector labels = reader.getVectorSchemaRoot().getVector("label");
      for (int i = 0; i < 300; i++) {
        float first = ((float[]) samples.get(i).features())[0];
        assertEquals(List.of(first, 2f, 3f), features.getObject(i));
        assertEquals(first % 3 == 0, labels.getObject(i));
      }
    }
  }

  @Test
  void nothingCannotBeExported() {
    for (ExportFormat format : ExportFormat.values()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThrows(UserError.class, () -> format.write(new Samples(List.of(), true), out));
      assertArrayEquals(new byte[0], out.toByteArray());
    }
  }
}

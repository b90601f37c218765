package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slurmgen.Seeds;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.BatchLayout;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.Window;
import io.slurmgen.segment.read.ArrowVectors;
import io.slurmgen.segment.read.StoredTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrow's own Java library reads what we write, and we read what it writes. */
@Tag("jdk")
class ArrowVectorTest {
  @TempDir Path directory;

  private static List<Sample<Object, Object>> samples(String field, Random random) {
    List<Sample<Object, Object>> samples = new ArrayList<>();
    for (int j = 1 + random.nextInt(80); j > 0; j--) {
      samples.add(new Sample<>(StoredTypes.value(field, random), random.nextBoolean()));
    }
    return samples;
  }

  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void arrowReadsOurSegments(String field) throws IOException {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Bool());
    for (int i = 0; i < 5; i++) {
      List<Sample<Object, Object>> samples = samples(field, random);
      Path file = directory.resolve(field + i);
      Segments.write(file, schema, samples, 1 + random.nextInt(40));
      List<Object> read = new ArrayList<>();
      try (BufferAllocator allocator = new RootAllocator();
          ArrowStreamReader reader = new ArrowStreamReader(Files.newInputStream(file), allocator)) {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        assertEquals(schema.metadata(), root.getSchema().getCustomMetadata());
        while (reader.loadNextBatch()) {
          collect(root, schema, read);
        }
      }
      assertEquals(expected(samples), read, "seed " + seed);
    }
  }

  private static void collect(VectorSchemaRoot root, SegmentSchema schema, List<Object> read) {
    for (int row = 0; row < root.getRowCount(); row++) {
      Object features = ArrowVectors.get(root.getVector("features"), schema.features(), row);
      Object label = ArrowVectors.get(root.getVector("label"), schema.label(), row);
      read.add(List.of(features, label));
    }
  }

  private static List<Object> expected(List<Sample<Object, Object>> samples) {
    return samples.stream()
        .map(s -> (Object) List.of(StoredTypes.natural(s.features()), s.label()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void weReadWhatArrowWrites(String field) throws IOException {
    long seed = Seeds.of(2);
    Random random = new Random(seed);
    SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Bool());
    Path file = directory.resolve(field);
    SegmentWriter.create(file, schema).close();
    for (int i = 0; i < 5; i++) {
      List<Object> samples = new ArrayList<>();
      byte[] bytes = writeWithArrow(file, field, random, samples);
      try (SegmentFile segment = SegmentFile.open(file)) {
        assertEquals(samples, decode(segment, ByteBuffer.wrap(bytes)), "seed " + seed);
      }
    }
  }

  /** Two batches of arrow-vector's under the schema of our file. */
  private static byte[] writeWithArrow(Path file, String field, Random random, List<Object> samples)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader ours =
            new ArrowStreamReader(new ByteArrayInputStream(Files.readAllBytes(file)), allocator);
        VectorSchemaRoot root =
            VectorSchemaRoot.create(ours.getVectorSchemaRoot().getSchema(), allocator);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      assertFalse(ours.loadNextBatch());
      for (int batch = 0; batch < 2; batch++) {
        List<Object> rows = expected(samples(field, random));
        root.getFieldVectors().forEach(FieldVector::reset);
        for (int row = 0; row < rows.size(); row++) {
          List<?> sample = (List<?>) rows.get(row);
          ArrowVectors.set(root.getVector("features"), row, sample.get(0));
          ArrowVectors.set(root.getVector("label"), row, sample.get(1));
        }
        root.setRowCount(rows.size());
        writer.writeBatch();
        samples.addAll(rows);
      }
      writer.end();
    }
    return bytes.toByteArray();
  }

  private static List<Object> decode(SegmentFile segment, ByteBuffer bytes) throws IOException {
    Window window = new Window(bytes);
    int base = 0;
    int metadata = window.bytes().getInt(4);
    Message message = Message.getRootAsMessage(window.slice(8, metadata));
    assertEquals(segment.schema(), SchemaReader.read((Schema) message.header(new Schema())));
    base += 8 + metadata;
    List<Object> samples = new ArrayList<>();
    while (window.bytes().getInt(base + 4) != 0) {
      int head = 8 + window.bytes().getInt(base + 4);
      long body = Message.getRootAsMessage(window.slice(base + 8, head - 8)).bodyLength();
      BatchLayout layout =
          new BatchLayout(
              window, base, head, MessageTail.CHUNK.length(), head + (int) body, segment.columns());
      StoredTypes.read(
          new Chunk(segment.path(), window, base, base, layout), segment.columns(), samples);
      base += layout.messageBytes();
    }
    return samples;
  }
}

package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.StoredTypes;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentDamageTest {
  private static final int SAMPLES = 11;
  private static final SegmentSchema SCHEMA =
      Segments.schema(StoredTypes.type("inner"), StoredTypes.type("shorts"));

  @TempDir Path directory;
  private Path file;
  private byte[] bytes;
  private List<ChunkEntry> chunks;
  private List<Sample<Object, Object>> samples;

  @BeforeEach
  void writeSegment() throws IOException {
    file = directory.resolve("segment");
    List<Sample<Object, Object>> written = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      StoredTypes.Shade shade = StoredTypes.Shade.values()[i % 3];
      StoredTypes.Inner inner =
          new StoredTypes.Inner(i % 2 == 0, i == 4 ? null : "n" + i, shade, new long[i % 3]);
      written.add(new Sample<>(inner, new short[] {(short) i, 7}));
    }
    chunks = Segments.write(file, SCHEMA, written, 4);
    bytes = Files.readAllBytes(file);
    samples = comparable(Segments.read(file, SAMPLES));
  }

  private static List<Sample<Object, Object>> comparable(List<Sample<Object, Object>> samples) {
    return samples.stream()
        .map(s -> new Sample<>(StoredTypes.read(s.features()), Segments.comparable(s.label())))
        .toList();
  }

  @Test
  void tornTailIsIgnoredAtEveryByte() throws IOException {
    ChunkEntry last = chunks.get(2);
    for (long length = bytes.length - 1; length >= last.offsetBytes(); length--) {
      truncate(length);
      try (SegmentFile segment = SegmentFile.open(file)) {
        ChunkScan scan = segment.scan(segment.headerBytes(), length);
        assertEquals(Optional.of(chunks.get(0)), scan.next());
        assertEquals(Optional.of(chunks.get(1)), scan.next());
        assertEquals(Optional.empty(), scan.next());
        assertEquals(last.offsetBytes(), scan.endOffset());
        assertEquals(length - last.offsetBytes(), scan.remainingBytes());
        assertEquals(samples.subList(0, 8), comparable(Segments.read(file, 8)));
        assertThrows(CorruptSegmentException.class, () -> Segments.read(file, SAMPLES));
      }
    }
  }

  @Test
  void tailOfZerosIsTorn() throws IOException {
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 4096));
    assertEquals(chunks, Segments.scan(file));
    assertEquals(samples, comparable(Segments.read(file, SAMPLES)));
  }

  @Test
  void everyFlippedBitIsSeenByReadersOfRecordedSamples() throws IOException {
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      flip(bit);
      IOException e =
          assertThrows(IOException.class, () -> Segments.read(inMemory(), SAMPLES), "bit " + bit);
      assertTrue(e instanceof CorruptSegmentException, "bit " + bit + ": " + e);
      flip(bit);
    }
  }

  @Test
  void readerThatMetDamageReadsTheOtherChunks() throws IOException {
    flip(8 * (int) (chunks.get(1).endBytes() - 64));
    try (SegmentFile first = SegmentFile.open(file);
        SegmentFile second = inMemory()) {
      Slice whole = new Slice(first, first.headerBytes(), bytes.length, 0, SAMPLES);
      Slice damaged = new Slice(second, second.headerBytes(), bytes.length, 0, SAMPLES);
      ValueCursor label =
          StoredSamples.of(List.of(whole, damaged), true).label().read(Object.class);
      for (int sample : new int[] {1, 9, 2}) {
        assertEquals(samples.get(sample).label(), Segments.comparable(label.get(sample)));
        assertThrows(CorruptSegmentException.class, () -> label.get(SAMPLES + 5));
        assertEquals(samples.get(sample).label(), Segments.comparable(label.get(sample)));
        assertEquals(samples.get(sample).label(), Segments.comparable(label.get(SAMPLES + sample)));
      }
    }
  }

  @Test
  void everyFlippedBitIsSeenByScans() throws IOException {
    for (int bit = 8 * (int) chunks.get(0).offsetBytes(); bit < 8 * bytes.length; bit++) {
      flip(bit);
      int damagedChunk = 0;
      while (chunks.get(damagedChunk).endBytes() <= bit / 8) {
        damagedChunk++;
      }
      try (SegmentFile segment = inMemory()) {
        ChunkScan scan = segment.scan(segment.headerBytes(), bytes.length);
        for (int i = 0; i < damagedChunk; i++) {
          assertEquals(Optional.of(chunks.get(i)), scan.next());
        }
        assertThrows(CorruptSegmentException.class, scan::next, "bit " + bit);
      }
      flip(bit);
    }
  }

  private void flip(int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }

  private SegmentFile inMemory() throws IOException {
    return SegmentFile.of(file, ByteBuffer.wrap(bytes));
  }

  private void truncate(long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void damageIsToleratedWithoutChecksumsButNeverReadsOutsideTheChunk() throws IOException {
    for (int bit = 8 * (int) chunks.get(0).offsetBytes(); bit < 8 * bytes.length; bit++) {
      flip(bit);
      try (SegmentFile segment = inMemory()) {
        Slice all = new Slice(segment, segment.headerBytes(), bytes.length, 0, SAMPLES);
        StoredSamples unchecked = StoredSamples.of(List.of(all), false);
        ValueCursor features = unchecked.features().read(Object.class);
        ValueCursor label = unchecked.label().read(Object.class);
        for (int i = 0; i < SAMPLES; i++) {
          features.get(i);
          label.get(i);
        }
      } catch (CorruptSegmentException e) {
        assertTrue(e.offsetBytes() > 0, e.getMessage());
      }
      flip(bit);
    }
  }

  @Test
  void newerFormatIsItsOwnError() throws IOException {
    byte[] newer = bytes.clone();
    int end = (int) chunks.get(0).offsetBytes();
    MessageTail.SCHEMA.put(newer, end, MessageTail.FORMAT, 2);
    MessageTail.SCHEMA.clearCrc(newer, end);
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, end);
    MessageTail.SCHEMA.putCrc(newer, end, (int) crc.getValue());
    Files.write(file, newer);
    NewerSegmentException e =
        assertThrows(NewerSegmentException.class, () -> SegmentFile.open(file));
    assertTrue(e.getMessage().contains("format 2"), e.getMessage());
  }

  @Test
  void otherFilesAreNoSegments() throws IOException {
    for (String text :
        List.of("", "x", "ARROW1\0\0", "a text that is longer than a prefix\n".repeat(99))) {
      Files.writeString(file, text);
      assertThrows(CorruptSegmentException.class, () -> SegmentFile.open(file));
    }
  }

  @Test
  void errorsNameFileAndPlace() throws IOException {
    flip(8 * (bytes.length - 8));
    Files.write(file, bytes);
    CorruptSegmentException e =
        assertThrows(CorruptSegmentException.class, () -> Segments.read(file, SAMPLES));
    assertEquals(file, e.path());
    assertEquals(chunks.get(2).offsetBytes(), e.offsetBytes());
    assertTrue(e.getMessage().contains(file + " is damaged at byte"), e.getMessage());
  }

  @Test
  void samplesWhereOthersAreRecordedAreDamage() throws IOException {
    try (SegmentFile segment = SegmentFile.open(file)) {
      Slice wrong = new Slice(segment, chunks.get(1).offsetBytes(), bytes.length, 0, 3);
      StoredSamples samples = StoredSamples.of(List.of(wrong), true);
      assertThrows(
          CorruptSegmentException.class,
          () -> samples.features().component("ok").read(Object.class).get(0));
    }
  }
}

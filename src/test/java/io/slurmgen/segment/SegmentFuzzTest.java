package io.slurmgen.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.slurmgen.Mutations;
import io.slurmgen.Seeds;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.column.ColumnType;
import io.slurmgen.segment.column.CorruptSegmentException;
import io.slurmgen.segment.column.Json;
import io.slurmgen.segment.column.Window;
import io.slurmgen.segment.read.RowOrder;
import io.slurmgen.segment.read.StoredColumn;
import io.slurmgen.segment.read.StoredSamples;
import io.slurmgen.segment.read.StoredTypes;
import io.slurmgen.segment.read.ValueCursor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segment files of random bytes: right samples or a typed exception, and little memory. */
class SegmentFuzzTest {

  private static final long SEED = Seeds.of(1);

  /** The files are of some thousand bytes. */
  private static final long MOST_ALLOCATED_BYTES = 16 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Random random = new Random(SEED);
  private final Mutations mutations = new Mutations(random, 64);

  @TempDir Path directory;
  private byte[] bytes;
  private int samples;

  private String write(String field) throws IOException {
    List<Sample<Object, Object>> written = new ArrayList<>();
    samples = 20;
    for (int i = 0; i < samples; i++) {
      written.add(new Sample<>(StoredTypes.value(field, random), i));
    }
    Path file = directory.resolve(field);
    SegmentSchema schema = Segments.schema(StoredTypes.type(field), new ColumnType.Int(32));
    Segments.write(file, schema, written, 6);
    bytes = Files.readAllBytes(file);
    return comparable(Segments.read(file, samples));
  }

  private static String comparable(List<Sample<Object, Object>> samples) {
    return samples.stream()
        .map(sample -> Json.MAPPER.valueToTree(sample.features()) + " " + sample.label())
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void mutatedFileGivesTheSamplesOrIsCorrupt(String field) throws IOException {
    String right = write(field);
    for (int round = 0; round < Mutations.rounds(300); round++) {
      String where = "-Dfuzz.seed=%d, %s, round %d".formatted(SEED, field, round);
      byte[] mutated = mutations.of(bytes);
      try (SegmentFile segment = open(mutated)) {
        scan(segment, mutated.length);
        assertEquals(right, comparable(read(segment, mutated.length, true)), where);
      } catch (CorruptSegmentException e) {
        assertTrue(e.getMessage().contains(" is damaged at byte "), where + e);
      }
    }
  }

  /** What checksums cannot tell, as another program has written it on purpose. */
  @ParameterizedTest
  @MethodSource("io.slurmgen.segment.read.StoredTypes#names")
  void mutatedFileWithRightChecksumsIsReadWithinBoundsOrRefused(String field) throws IOException {
    write(field);
    for (int round = 0; round < Mutations.rounds(300); round++) {
      String where = "-Dfuzz.seed=%d, %s, round %d".formatted(SEED, field, round);
      byte[] mutated = random.nextBoolean() ? withWildNumber() : mutations.of(bytes);
      withChecksums(mutated);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      readAllWays(mutated, where);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < MOST_ALLOCATED_BYTES, where + ": " + allocated + " bytes");
    }
  }

  private void readAllWays(byte[] mutated, String where) throws IOException {
    try (SegmentFile segment = open(mutated)) {
      scan(segment, mutated.length);
    } catch (CorruptSegmentException | NewerSegmentException refused) {
      assertTrue(refused.getMessage().contains(directory.toString()), where + refused);
    }
    for (boolean checked : new boolean[] {true, false}) {
      try (SegmentFile segment = open(mutated)) {
        read(segment, mutated.length, checked);
        flat(segment, mutated.length, checked);
      } catch (CorruptSegmentException | NewerSegmentException refused) {
        assertTrue(refused.getMessage().contains(directory.toString()), where + refused);
      } catch (IllegalArgumentException | IllegalStateException refused) {
        // A value that is not of its type, such as a text that is no JSON.
        assertTrue(
            refused.getClass() == IllegalArgumentException.class
                || refused.getClass() == IllegalStateException.class,
            where + refused);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(where, e);
      }
    }
  }

  private SegmentFile open(byte[] mutated) throws IOException {
    return SegmentFile.of(directory.resolve("mutated"), ByteBuffer.wrap(mutated));
  }

  private static void scan(SegmentFile segment, int end) throws IOException {
    ChunkScan scan = segment.scan(segment.headerBytes(), end);
    while (scan.next().isPresent()) {
      // It checks each.
    }
  }

  private StoredSamples stored(SegmentFile segment, int end, boolean checked) throws IOException {
    if (segment.headerBytes() >= end) {
      throw new CorruptSegmentException(segment.path(), end, "a chunk", "no more bytes");
    }
    Slice all = new Slice(segment, segment.headerBytes(), end, 0, samples);
    return StoredSamples.of(List.of(all), checked);
  }

  private List<Sample<Object, Object>> read(SegmentFile segment, int end, boolean checked)
      throws IOException {
    StoredSamples stored = stored(segment, end, checked);
    ValueCursor features = stored.features().read(Object.class);
    ValueCursor label = stored.label().read(Object.class);
    List<Sample<Object, Object>> result = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      result.add(new Sample<>(features.get(i), label.get(i)));
    }
    return result;
  }

  private void flat(SegmentFile segment, int end, boolean checked) throws IOException {
    StoredSamples stored = stored(segment, end, checked);
    for (StoredColumn column : List.of(stored.features(), stored.label())) {
      if (column.fits(double.class)) {
        column.flat(RowOrder.stored(samples), double.class);
      }
    }
  }

  /** A copy in which four or eight bytes are a number at the edge of what there is. */
  private byte[] withWildNumber() {
    ByteBuffer wild = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    long[] numbers = {
      0, 1, -1, 7, 1 << 16, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE
    };
    int at = random.nextInt(bytes.length / 8) * 8;
    long number = numbers[random.nextInt(numbers.length)];
    if (random.nextBoolean()) {
      wild.putLong(at, number);
    } else {
      wild.putInt(at + 4 * random.nextInt(2), (int) number);
    }
    return wild.array();
  }

  /** Writes the checksums of all messages that can be found. */
  private void withChecksums(byte[] mutated) {
    Window window = new Window(ByteBuffer.wrap(mutated));
    int end = 8 + (mutated.length < 8 ? -1 : window.bytes().getInt(4));
    if (end < 8 + MessageTail.SCHEMA.length() || end > mutated.length) {
      return;
    }
    MessageTail.SCHEMA.clearCrc(mutated, end);
    MessageTail.SCHEMA.putCrc(mutated, end, MessageTail.SCHEMA.computeCrc(window, 0, end, end));
    long head = MessageTail.SCHEMA.get(window.bytes(), end, MessageTail.CHUNK_HEAD);
    int at = end;
    while (head > MessageTail.CHUNK.length() && at + head <= mutated.length) {
      int headEnd = (int) (at + head);
      long length = MessageTail.CHUNK.get(window.bytes(), headEnd, MessageTail.BYTES);
      if (length < head || at + length > mutated.length) {
        return;
      }
      int chunkEnd = (int) (at + length);
      int crc = MessageTail.CHUNK.computeCrc(window, at, headEnd, chunkEnd);
      MessageTail.CHUNK.putCrc(mutated, headEnd, crc);
      at = chunkEnd;
    }
  }
}

package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.Mutations;
import io.slurmgen.Seeds;
import io.slurmgen.cache.Cache;
import io.slurmgen.cache.Group;
import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bit rot of a segment: the damaged chunk is told, the other ones are read, nothing is removed. */
class DamagedSegmentTest extends RebuildCase {

  private static final long SEED = Seeds.of(1);

  private final Random random = new Random(SEED);
  private final Mutations mutations = new Mutations(random, 64);
  private Path file;
  private byte[] whole;

  /** Where its second chunk begins, which holds the samples 50 to 99. */
  private int second;

  @BeforeEach
  void readSegment() throws Exception {
    file = segment("J1-1.arrows");
    whole = Files.readAllBytes(file);
    second = whole.length - (whole.length - header()) / 2;
  }

  /** The first message is the schema, its length stands behind its first four bytes. */
  private int header() {
    return 8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
  }

  /** Damages the second chunk, of which the first 50 samples of train are independent. */
  private void damageSecondChunk() throws Exception {
    Files.write(file, mutations.flipped(whole, second + random.nextInt(whole.length - second)));
  }

  private static Group train(Cache cache) {
    return cache.dataset("noisy_sine").paramSet(0).group("train");
  }

  @Test
  void damagedChunkIsToldAndTheOthersAreRead() throws Exception {
    String right;
    try (Cache cache = Cache.open(temp)) {
      right = text(train(cache).get(50));
    }
    for (int round = 0; round < Mutations.rounds(50); round++) {
      String where = "-Dfuzz.seed=" + SEED + ", round " + round;
      damageSecondChunk();
      byte[] damaged = Files.readAllBytes(file);
      try (Cache cache = Cache.open(temp)) {
        assertEquals(right, text(train(cache).get(50)), where);
        UncheckedIOException e =
            assertThrows(UncheckedIOException.class, () -> text(train(cache).get(51)), where);
        CorruptSegmentException told =
            assertInstanceOf(CorruptSegmentException.class, e.getCause());
        assertEquals(file, told.path(), where);
        assertEquals(second, told.offsetBytes(), where);
        assertTrue(told.getMessage().matches("(?s).*: expected .*, found .*"), told.getMessage());
        assertFalse(text(cache.dataset("noisy_sine").paramSet(1).raw().get()).isEmpty(), where);
      }
      assertArrayEquals(damaged, Files.readAllBytes(file), where);
    }
  }

  @Test
  void damagedSchemaIsToldWhateverIsAskedOfItsFile() throws Exception {
    for (int at = 0; at < header(); at++) {
      Files.write(file, mutations.flipped(whole, at));
      try (Cache cache = Cache.open(temp)) {
        UncheckedIOException e =
            assertThrows(UncheckedIOException.class, () -> train(cache).get(1), "byte " + at);
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertInstanceOf(CorruptSegmentException.class, e.getCause(), "byte " + at);
      }
    }
  }

  @Test
  void exportFailsWholeAndInOneLine() throws Exception {
    Path exported = temp.resolve("train.csv");
    for (int round = 0; round < 10; round++) {
      damageSecondChunk();
      UserDirectory.Result result =
          user.run(
              "export",
              "noisy_sine",
              "train",
              "-p",
              "0",
              "--format",
              "csv",
              "-o",
              exported.toString());
      assertEquals(ExitCode.FAILED, result.exitCode());
      String told = "slurm-gen: " + file + " is damaged at byte " + second + ": expected ";
      assertTrue(result.err().startsWith(told), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
      assertFalse(Files.exists(exported));
      try (var left = Files.list(temp)) {
        assertTrue(left.noneMatch(path -> path.toString().endsWith(".part")));
      }
    }
  }

  /** As it says; but it never reads outside the chunk. */
  @Test
  void valuesMayBeWrongWithoutChecksums() throws Exception {
    Files.write(file, mutations.flipped(whole, whole.length - 1));
    try (Cache cache = Cache.openWithoutChecksums(temp)) {
      assertEquals(120, train(cache).get().features().toDoubleArray().length);
    }
  }
}

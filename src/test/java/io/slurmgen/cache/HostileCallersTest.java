package io.slurmgen.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.cli.UserDirectory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program may ask of the library by mistake. */
@Timeout(60)
class HostileCallersTest {
  @TempDir private static Path directory;
  private static Cache cache;

  @BeforeAll
  static void generate() throws Exception {
    UserDirectory user = UserDirectory.ofExample(directory);
    user.generate(30, "--seed", "1");
    user.must("move", "noisy_sine", "10", "train", "-y");
    cache = Cache.open(directory);
  }

  @AfterAll
  static void close() {
    cache.close();
  }

  private static Dataset dataset() {
    return cache.dataset("noisy_sine");
  }

  private static Group train() {
    return dataset().paramSet(0).group("train");
  }

  private static String refused(Runnable call) {
    UserError refused = assertThrows(UserError.class, call::run);
    assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    assertTrue(refused.getMessage().length() < 5000, refused.getMessage());
    return refused.getMessage();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, Integer.MAX_VALUE, 1L << 31, 1L << 50, Long.MAX_VALUE})
  void moreSamplesThanThereAreAreMissing(long samples) {
    InsufficientSamplesException few =
        assertThrows(InsufficientSamplesException.class, () -> train().get(samples));
    assertEquals(10, few.available());
    assertThrows(
        InsufficientSamplesException.class, () -> train().preprocessed("square_both").get(samples));
    assertThrows(
        InsufficientSamplesException.class,
        () -> dataset().paramSet(0).raw().get(Math.max(21, samples)));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Integer.MIN_VALUE, Long.MIN_VALUE})
  void negativeNumbersAreNoNumbersOfSamples(long samples) {
    assertThrows(IllegalArgumentException.class, () -> train().get(samples));
    assertThrows(
        IllegalArgumentException.class, () -> train().preprocessed("square_both").get(samples));
    assertThrows(IndexOutOfBoundsException.class, () -> train().get().get(samples));
    assertThrows(IndexOutOfBoundsException.class, () -> train().get().range(samples, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> train().get().range(5, samples));
    assertThrows(IndexOutOfBoundsException.class, () -> train().get().range(samples, -samples));
    assertThrows(
        IllegalArgumentException.class, () -> train().get().batches((int) samples | 1 << 31));
    assertTrue(refused(() -> dataset().paramSet(samples)).contains("there are 0"));
  }

  @Test
  void nullsAreNamed() {
    List<Runnable> calls =
        List.of(
            () -> Cache.open(null),
            () -> cache.dataset(null),
            () -> dataset().paramSet((String) null),
            () -> dataset().paramSet((Map<String, ?>) null),
            () -> dataset().paramSetOf(null),
            () -> dataset().paramSet(0).group(null),
            () -> train().preprocessed(null));
    for (Runnable call : calls) {
      String message = assertThrows(NullPointerException.class, call::run).getMessage();
      assertTrue(message.matches("\\w+"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", "../train", "/etc/passwd", "-x", "tra\nin", "\u0000"})
  void whatNamesNothingIsRefused(String name) {
    assertTrue(refused(() -> cache.dataset(name)).contains("there are noisy_sine"));
    assertTrue(refused(() -> dataset().paramSet(0).group(name)).contains("no group can be called"));
    assertTrue(refused(() -> dataset().paramSet(name)).contains("is no start of a hash"));
    assertEquals(0, train().preprocessed(name).size());
  }

  @Test
  void veryLongNamesDoNotFillTheMessage() {
    String name = "x".repeat(1_000_000);
    refused(() -> cache.dataset(name));
    refused(() -> dataset().paramSet(0).group(name));
    refused(() -> dataset().paramSet(name));
    refused(() -> dataset().paramSet(Map.of("left", name)));
  }

  @Test
  void groupThatDoesNotExistIsEmptyAndSaysHowToFillIt() {
    Group none = dataset().paramSet(0).group("none");
    assertEquals(0, none.size());
    assertEquals(0, none.get().size());
    assertEquals(List.of(), none.get().stream().toList());
    InsufficientSamplesException few =
        assertThrows(InsufficientSamplesException.class, () -> none.get(1));
    assertTrue(few.command().contains("move noisy_sine 1 none"), few.command());
  }

  private static Stream<Object> oddValues() {
    Object deep = 1;
    for (int i = 0; i < 100_000; i++) {
      deep = List.of(deep);
    }
    List<Object> ring = new ArrayList<>();
    ring.add(ring);
    return Stream.of(
        Double.NaN,
        Float.NEGATIVE_INFINITY,
        new BigDecimal("1e999999999"),
        new BigDecimal("1e-999999999"),
        BigInteger.TEN.pow(1_000_000),
        new BigDecimal(BigInteger.TEN.pow(1_000_000), 999_999),
        Map.of("a", Map.of("b", 1)),
        List.of(1, 2),
        "text",
        true,
        new Object(),
        Thread.currentThread(),
        deep,
        ring);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("oddValues")
  void oddValuesOfParametersAreMistakes(Object value) {
    String message = refused(() -> dataset().paramSet(Map.of("left", value)));
    assertTrue(message.contains("left") || message.contains("parameters"), message);
    assertFalse(message.contains("StackOverflow"), message);
  }

  @Test
  void mapsThatNameNoParametersAreMistakes() {
    Map<String, Object> nulls = new HashMap<>();
    nulls.put("left", null);
    assertTrue(refused(() -> dataset().paramSet(nulls)).contains("left must not be null"));
    Map<String, Object> nullName = new HashMap<>();
    nullName.put(null, 1);
    refused(() -> dataset().paramSet(nullName));
    Map<String, Object> self = new HashMap<>();
    self.put("left", self);
    refused(() -> dataset().paramSet(self));
    assertTrue(refused(() -> dataset().paramSet(Map.of("x\u001b", 1))).contains("\"x\\u001b\""));
    refused(() -> dataset().paramSetOf("text"));
    refused(() -> dataset().paramSetOf(5));
    refused(() -> dataset().paramSetOf(new int[] {1}));
  }

  @Test
  void closedCacheSaysSo() {
    Cache other = Cache.open(directory);
    Dataset dataset = other.dataset("noisy_sine");
    Group group = dataset.paramSet(0).group("train");
    Samples samples = group.get();
    other.close();
    other.close();
    List<Runnable> calls =
        List.of(
            () -> other.dataset("noisy_sine"),
            () -> other.iterator(),
            () -> dataset.paramSet(0),
            () -> group.size(),
            () -> group.get(),
            () -> group.get(5),
            () -> group.preprocessed("square_both").get(),
            () -> samples.features().toDoubleArray(),
            () -> samples.get(0));
    for (Runnable call : calls) {
      IllegalStateException closed = assertThrows(IllegalStateException.class, call::run);
      assertTrue(closed.getMessage().contains("closed"), closed.getMessage());
    }
  }

  /** Each thread gets whole results or hears that the cache is closed. */
  @Test
  void cacheMayBeClosedWhileOthersRead() throws Exception {
    Cache other = Cache.open(directory);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> readers =
          Stream.generate(() -> pool.submit(() -> readUntilClosed(other))).limit(4).toList();
      other.dataset("noisy_sine").paramSet(0).group("train").get().features().toDoubleArray();
      other.close();
      for (Future<String> reader : readers) {
        assertTrue(reader.get().contains("closed"), reader.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static String readUntilClosed(Cache cache) {
    try {
      while (true) {
        Samples samples = cache.dataset("noisy_sine").paramSet(0).group("train").get(10);
        assertEquals(10, samples.features().toDoubleArray().length);
      }
    } catch (IllegalStateException closed) {
      return closed.getMessage();
    }
  }
}

package io.slurmgen.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.catalog.samples.Location;
import io.slurmgen.cli.UserDirectory;
import io.slurmgen.model.IndexRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library as a user's program sees it, on samples that the tool has generated. */
@Tag("jdk")
class CacheTest {
  @TempDir private Path directory;
  private UserDirectory user;
  private Cache cache;

  @BeforeEach
  void generate() throws Exception {
    user = UserDirectory.ofExample(directory);
    user.generate(1000, "--seed", "1");
    user.generate(30, "-p", "{'std_dev': 0.5}");
    user.must("move", "noisy_sine", "720", "train", "-p", "0", "-y");
    cache = Cache.open(directory);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  private ParamSet first() {
    return cache.dataset("noisy_sine").paramSet(0);
  }

  @Test
  void everyLevelCanBeIterated() {
    List<String> seen = new ArrayList<>();
    for (Dataset dataset : cache) {
      for (ParamSet set : dataset) {
        for (Group group : set) {
          seen.add(dataset.name() + " " + set.number() + " " + group.name() + " " + group.size());
        }
      }
    }
    assertEquals(
        List.of("noisy_sine 0 raw 280", "noisy_sine 0 train 720", "noisy_sine 1 raw 30"), seen);
  }

  @Test
  void everyLevelSaysWhatItIs() {
    Group train = first().group("train");
    assertEquals(directory.toString(), cache.toString());
    assertEquals("noisy_sine", cache.dataset("noisy_sine").toString());
    assertEquals("noisy_sine 0", first().toString());
    assertEquals("noisy_sine 0 train", train.toString());
    assertEquals("noisy_sine 0 train (square_both)", train.preprocessed("square_both").toString());
    assertEquals("720 samples", train.get().toString());
    assertEquals("features, 1 of double", train.get(1).features().toString());
  }

  @Test
  void paramSetIsFoundInEveryWay() {
    Dataset dataset = cache.dataset("noisy_sine");
    ParamSet second = dataset.paramSet(1);
    assertEquals(1, dataset.paramSet(second.hash().substring(0, 6)).number());
    assertEquals(1, dataset.paramSet(Map.of("std_dev", 0.5)).number());
    assertEquals(1, dataset.paramSetOf(new OwnParams()).number());
    assertEquals(1, dataset.paramSet(Integer.valueOf(1)).number());
    assertEquals(1, dataset.paramSet(1L).number());
    assertEquals("{\"left\":-1,\"right\":1,\"std_dev\":0.5}", second.parameters());
    assertEquals(1, first().seed());
  }

  @Test
  void whatHoldsNoParametersIsRefused() {
    Dataset dataset = cache.dataset("noisy_sine");
    UserError e = assertThrows(UserError.class, () -> dataset.paramSetOf("left"));
    assertEquals(
        "noisy_sine: parameters are needed, such as a NoisySineParams or a map, and not a"
            + " java.lang.String",
        e.getMessage());
    assertThrows(UserError.class, () -> dataset.paramSetOf(1));
    assertThrows(NullPointerException.class, () -> dataset.paramSetOf(null));
    assertThrows(NullPointerException.class, () -> dataset.paramSet((Map<String, ?>) null));
  }

  /** A user's own copy of the parameter class. */
  public static final class OwnParams {
    public double std_dev = 0.5;
  }

  @Test
  void groupsDivideTheSamples() {
    double[] train = first().group("train").get().features().toDoubleArray();
    double[] raw = first().raw().get().features().toDoubleArray();
    assertEquals(720, train.length);
    assertEquals(280, raw.length);
    assertEquals(
        1000,
        Arrays.stream(new double[][] {train, raw})
            .flatMapToDouble(Arrays::stream)
            .distinct()
            .count());
  }

  @Test
  void firstSamplesStayTheFirstWhenMoreAreMovedIn() throws Exception {
    double[] before = first().group("train").get(500).labels().toDoubleArray();
    user.must("move", "noisy_sine", "100", "train", "-p", "0", "-y");
    assertEquals(820, first().group("train").size());
    assertArrayEquals(before, first().group("train").get(500).labels().toDoubleArray());
  }

  @Test
  void missingSamplesComeWithTheCommandThatMakesThem() {
    InsufficientSamplesException few =
        assertThrows(InsufficientSamplesException.class, () -> first().group("train").get(1500));
    assertEquals(1500, few.needed());
    assertEquals(720, few.available());
    assertTrue(few.estimatedTime().isPresent());
    assertTrue(few.command().contains("generate noisy_sine -n 500 --params"), few.command());
    InsufficientSamplesException movable =
        assertThrows(InsufficientSamplesException.class, () -> first().group("test").get(280));
    assertTrue(movable.command().endsWith("move noisy_sine 280 test -p 0"), movable.command());
  }

  @Test
  void emptyGroupHasNoSamples() {
    assertEquals(0, first().group("test").size());
    assertEquals(0, first().group("test").get().size());
    assertEquals(0, first().group("test").get(0).stream().count());
  }

  private void preprocess(String samples) {
    user.must(
        "preprocess",
        "noisy_sine",
        "square_both",
        "train",
        samples,
        "-p",
        "0",
        "--executor",
        "local");
  }

  @Test
  void preprocessedSamplesFollowTheirSources() throws Exception {
    preprocess("300");
    preprocess("600");
    double[] sources = first().group("train").get(600).labels().toDoubleArray();
    double[] squares =
        first().group("train").preprocessed("square_both").get(600).labels().toDoubleArray();
    assertArrayEquals(Arrays.stream(sources).map(y -> y * y).toArray(), squares);
    InsufficientSamplesException few =
        assertThrows(
            InsufficientSamplesException.class,
            () -> first().group("train").preprocessed("square_both").get(601));
    assertTrue(
        few.command().endsWith("preprocess noisy_sine square_both train 601 -p 0"), few.command());
  }

  @Test
  void unknownNamesListTheKnownOnes() {
    UserError dataset = assertThrows(UserError.class, () -> cache.dataset("noisy_cosine"));
    assertTrue(dataset.getMessage().endsWith("there are noisy_sine"), dataset.getMessage());
    UserError set = assertThrows(UserError.class, () -> cache.dataset("noisy_sine").paramSet(7));
    assertTrue(set.getMessage().contains("there are 0 ("), set.getMessage());
  }

  @Test
  void damagedChunkIsNeverGivenOut() throws Exception {
    first().raw().get().labels().toDoubleArray();
    Path segment;
    try (var files = Files.walk(directory.resolve(".slurm_cache/noisy_sine"))) {
      segment =
          files.filter(path -> path.toString().endsWith("J1-1.arrows")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 100] ^= 1;
    Files.write(segment, bytes);
    try (Cache fresh = Cache.open(directory)) {
      Samples train = fresh.dataset("noisy_sine").paramSet(0).group("train").get();
      assertThrows(UncheckedIOException.class, () -> train.labels().toDoubleArray());
    }
    try (Cache trusting = Cache.openWithoutChecksums(directory)) {
      assertEquals(
          720,
          trusting
              .dataset("noisy_sine")
              .paramSet(0)
              .group("train")
              .get()
              .labels()
              .toDoubleArray()
              .length);
    }
  }

  @Test
  void cacheOfADirectoryWithoutSamplesIsEmpty(@TempDir Path empty) {
    try (Cache none = Cache.open(empty)) {
      assertFalse(none.iterator().hasNext());
    }
    assertThrows(UserError.class, () -> Cache.open(empty.resolve("missing")));
  }

  @Test
  void samplesThatAreMovedAwayMeanwhileAreTold() {
    Group raw = first().raw();
    assertEquals(280, raw.get(280).size());
    user.must("move", "noisy_sine", "10", "train", "-p", "0", "-y");
    InsufficientSamplesException e =
        assertThrows(InsufficientSamplesException.class, () -> raw.get(280));
    assertEquals(270, e.available());
    assertEquals(270, raw.get(270).size());
  }

  @Test
  void missingSamplesAreToldAfterSerialisationAsWell() throws Exception {
    InsufficientSamplesException few =
        assertThrows(InsufficientSamplesException.class, () -> first().group("train").get(1500));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(few);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      InsufficientSamplesException copy = (InsufficientSamplesException) in.readObject();
      assertEquals(1500, copy.needed());
      assertEquals(few.estimatedTime(), copy.estimatedTime());
      assertEquals(few.command(), copy.command());
    }
  }

  @Test
  void cacheIsReadByManyThreadsAtOnce() throws Exception {
    double[] expected = first().group("train").get().labels().toDoubleArray();
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (Cache shared = Cache.open(directory)) {
      List<Future<double[]>> found = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        found.add(
            executor.submit(
                () ->
                    shared
                        .dataset("noisy_sine")
                        .paramSet(0)
                        .group("train")
                        .get(720)
                        .labels()
                        .toDoubleArray()));
      }
      for (Future<double[]> each : found) {
        assertArrayEquals(expected, each.get());
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void samplesCannotBeReadFromAClosedCache() {
    Group train = first().group("train");
    Samples samples = train.get(10);
    double[] kept = samples.labels().toDoubleArray();
    cache.close();
    cache.close();
    assertThrows(IllegalStateException.class, () -> samples.labels().toDoubleArray());
    assertThrows(IllegalStateException.class, () -> samples.stream().toList());
    assertThrows(IllegalStateException.class, train::size);
    assertThrows(
        IllegalStateException.class,
        () ->
            cache.segment(
                new Location("noisy_sine/x/J1-1.arrows", 400, 500, new IndexRange(0, 1))));
    assertEquals(10, kept.length);
  }
}

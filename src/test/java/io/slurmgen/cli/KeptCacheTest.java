package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cache.Cache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that version 0.1.0 has written: it goes on, and is made again from its files alone. */
class KeptCacheTest {
  private static final Path KEPT = Path.of("src/test/resources/io/slurmgen/kept/0.1.0");

  @TempDir Path temp;
  private UserDirectory user;
  private Path catalog;

  @BeforeEach
  void copy() throws IOException {
    user = new UserDirectory(Files.createDirectory(temp.resolve("user")));
    catalog = user.path().resolve(".slurm_cache.sqlite");
    Files.copy(KEPT.resolve("Datasets.java.txt"), user.path().resolve("Datasets.java"));
    Files.copy(KEPT.resolve("catalog.sqlite"), catalog);
    Path cache = KEPT.resolve("cache");
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.toList()) {
        Files.copy(file, user.path().resolve(".slurm_cache").resolve(cache.relativize(file)));
      }
    }
  }

  /** The kept samples by dataset, parameter set and group. */
  private static Map<String, String> kept() throws IOException {
    Map<String, String> kept = new TreeMap<>();
    try (Stream<Path> files = Files.list(KEPT)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
        String name = file.getFileName().toString();
        kept.put(name.substring(0, name.indexOf('.')), Files.readString(file));
      }
    }
    return kept;
  }

  private Map<String, String> exported() throws IOException {
    Map<String, String> exported = new TreeMap<>();
    for (String name : kept().keySet()) {
      String[] parts = name.split("-");
      Path file = temp.resolve(name + ".jsonl");
      Files.deleteIfExists(file);
      user.must(
          "export", parts[0], parts[2], "-p", parts[1], "--format", "jsonl", "-o", file.toString());
      exported.put(name, Files.readString(file));
    }
    return exported;
  }

  @Test
  void itsSamplesAreWhatTheyWere() throws Exception {
    assertEquals(kept(), exported());
    user.must("verify");
    try (Cache cache = Cache.open(user.path())) {
      double[] labels =
          cache.dataset("wave").paramSet(0).group("test").get(20).labels().toDoubleArray();
      List<String> lines = kept().get("wave-0-test").lines().toList();
      for (int i = 0; i < labels.length; i++) {
        assertTrue(lines.get(i).contains(":" + labels[i] + "}"), lines.get(i));
      }
    }
  }

  @Test
  void moreAreGeneratedAndMoved() throws Exception {
    user.must("generate", "wave", "-n", "30", "-p", "{}", "--njobs", "2", "--executor", "local");
    user.must("move", "wave", "50", "train", "-y", "-p", "0");
    user.must("verify");
    Map<String, String> kept = kept();
    Map<String, String> now = exported();
    assertTrue(now.get("wave-0-train").startsWith(kept.get("wave-0-train")));
    assertEquals(kept.get("wave-0-test"), now.get("wave-0-test"));
    assertTrue(user.run("list", "wave").out().contains("raw 15, train 95"));

    Files.delete(catalog);
    user.must("repair", "--rebuild-catalog");
    assertEquals(now, exported());
    user.must("verify");
  }

  @Test
  void itIsMadeAgainFromSegmentsAndJournalAlone() throws Exception {
    Files.delete(catalog);
    user.must("repair", "--rebuild-catalog");
    assertEquals(kept(), exported());
    user.must("verify");
  }

  @Test
  void itIsMadeAgainInPlaceOfItsCatalog() throws Exception {
    user.must("repair", "--rebuild-catalog", "-y");
    assertEquals(kept(), exported());
    user.must("verify");
  }
}

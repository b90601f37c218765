package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.SmallDisk;
import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a folder of compiled classes comes to its place, whatever others do meanwhile. */
class CompiledFolderTest {
  private static final String BODY = "return Stream.of(new Sample<>(1.5, 2.0));";

  @TempDir Path root;
  private UserFolder user;

  @BeforeEach
  void makeFolder() {
    user = new UserFolder(root);
  }

  @Test
  void threadsThatCompileAtOnceGetTheSameFolder() throws Exception {
    user.sine(BODY);
    assertEquals(1, compiledAtOnce(4).distinct().count());
    assertEquals(1, user.compiledFolders().size());
  }

  private Stream<String> compiledAtOnce(int threads) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<String>> hashes = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        hashes.add(
            executor.submit(
                () -> {
                  start.await();
                  return user.codeHash();
                }));
      }
      List<String> found = new ArrayList<>();
      for (Future<String> hash : hashes) {
        found.add(hash.get());
      }
      return found.stream();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void folderThatLostItsPropertiesIsMadeAgain() throws Exception {
    user.sine(BODY).compile().close();
    Path folder = user.compiledFolders().get(0);
    Files.delete(folder.resolve("slurm-gen.properties"));
    Files.delete(folder.resolve("Datasets.class"));
    try (DatasetClasses compiled = user.compile()) {
      assertEquals(folder, compiled.directory());
      assertEquals(new Sample<>(1.5, 2.0), UserFolder.firstSample(compiled));
    }
    assertEquals(1, user.compiledFolders().size());
  }

  @Test
  void wholeFolderOfAnotherProcessStaysInItsPlace() throws Exception {
    user.sine(BODY).compile().close();
    Path folder = user.compiledFolders().get(0);
    Map<Path, Object> before = user.compiledIdentities();
    Path made = Files.createDirectory(user.classes().resolve("made"));
    CompiledFolder.publish(made, folder);
    CompiledFolder.setAside(folder);
    FileTree.deleteIfExists(made);
    before.keySet().removeIf(file -> file.equals(folder) || file.equals(user.classes()));
    Map<Path, Object> after = user.compiledIdentities();
    after.keySet().retainAll(before.keySet());
    assertEquals(before, after);
  }

  @Test
  void threadsThatFindADamagedFolderAtOnceAllGetAWholeOne() throws Exception {
    user.sine(BODY).compile().close();
    Path folder = user.compiledFolders().get(0);
    for (int round = 0; round < 5; round++) {
      Files.delete(folder.resolve("slurm-gen.properties"));
      assertEquals(1, compiledAtOnce(3).distinct().count());
      assertEquals(List.of(folder), user.compiledFolders());
    }
  }

  /** The value that the library gives always belongs to the code hash. */
  @Test
  void libraryThatIsReplacedMeanwhileIsOneOfTheTwo() throws Exception {
    String source = "public class Helper { public static double one() { return 1; } }";
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    List<byte[]> jars = new ArrayList<>();
    Path jar = user.directory().resolve("lib/a.jar");
    for (String text : List.of(source, source.replace("1;", "2;"))) {
      user.jar("a.jar", "Helper", text);
      jars.add(Files.readAllBytes(jar));
    }
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> replacing =
          executor.submit(
              () -> {
                for (int i = 0; !done.get(); i++) {
                  Path next = Files.write(root.resolve("next.jar"), jars.get(i % 2));
                  Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
                }
                return null;
              });
      Map<String, Sample<?, ?>> found = new HashMap<>();
      for (int i = 0; i < 30; i++) {
        try (DatasetClasses compiled = user.compile()) {
          Sample<?, ?> sample = UserFolder.firstSample(compiled);
          assertEquals(sample, found.getOrDefault(compiled.codeHash(), sample));
          found.put(compiled.codeHash(), sample);
        }
        FileTree.deleteIfExists(user.classes());
      }
      done.set(true);
      replacing.get();
    } finally {
      done.set(true);
      executor.shutdownNow();
    }
  }

  @Test
  void fullDiskLeavesNothingBehind() throws Exception {
    user.jar("a.jar", "Helper", "public class Helper { public static double one() { return 1; } }");
    Path big = user.directory().resolve("lib/big.jar");
    Files.write(big, new byte[200_000]);
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    Optional<SmallDisk> disk = SmallDisk.mount(user.classes(), 100);
    assumeTrue(disk.isPresent());
    try (SmallDisk mounted = disk.get()) {
      long free = mounted.freeBytes();
      IOException e = assertThrows(IOException.class, user::compile);
      assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
      assertEquals(List.of(), user.compiledFolders());
      assertEquals(free, mounted.freeBytes());
      Files.delete(big);
      try (DatasetClasses compiled = user.compile()) {
        assertEquals(new Sample<>(1.0, 2.0), UserFolder.firstSample(compiled));
      }
    }
  }
}

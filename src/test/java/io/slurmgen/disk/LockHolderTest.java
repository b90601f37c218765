package io.slurmgen.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.ChildJvm;
import io.slurmgen.Signals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockHolderTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("lock");
  }

  @Test
  void processOfThisMachineIsFound() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockMain.class, file)) {
      assertEquals("locked Held", child.readLine());
      LockHolder holder = LockHolder.of(file).orElseThrow();
      assertEquals(new LockHolder(child.pid(), false), holder);
      assertEquals("process " + child.pid(), holder.toString());
      child.kill();
    }
    assertEquals(Optional.empty(), LockHolder.of(file));
  }

  @Test
  void stoppedProcessIsToldHowToGoOn() throws Exception {
    try (ChildJvm child = ChildJvm.start(LockMain.class, file);
        Signals signals = Signals.open()) {
      assertEquals("locked Held", child.readLine());
      signals.pause(child.pid());
      long pid = child.pid();
      assertEquals(
          "process %d, which is stopped (kill -CONT %d lets it go on),".formatted(pid, pid),
          LockHolder.of(file).orElseThrow().toString());
      signals.resume(pid);
      child.tell("");
      assertEquals("released", child.readLine());
    }
  }

  @Test
  void ownLockIsNobodyElses() throws Exception {
    try (InterProcessLock.Held held =
        InterProcessLock.of(file).acquire(Duration.ofSeconds(10)).orElseThrow()) {
      assertEquals(Optional.empty(), LockHolder.of(file), held::toString);
    }
  }

  @Test
  void fileThatIsMissingHasNone() throws Exception {
    assertEquals(Optional.empty(), LockHolder.of(file));
    Files.createFile(file);
    assertEquals(Optional.empty(), LockHolder.of(file));
  }
}

package io.slurmgen.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoherenceProbeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path directory;

  private Path folder() {
    return directory.resolve("probe");
  }

  private ChildJvm guest(Path pages, Path lock) throws IOException {
    return ChildJvm.start(CoherenceGuestMain.class, folder(), pages, lock);
  }

  private ChildJvm guest() throws IOException {
    return guest(folder().resolve("pages"), folder().resolve("lock"));
  }

  @Test
  void twoProcessesThatSeeTheSameFileAreCoherent() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this");
        ChildJvm guest = guest()) {
      CoherenceProbe.Outcome outcome = host.play(PATIENCE);
      assertEquals(CoherenceVerdict.COHERENT, outcome.verdict(), outcome.detail());
      assertEquals("other", outcome.partner());
      assertEquals("coherent", guest.readLine());
    }
    assertFalse(Files.exists(folder()));
  }

  /** As a node sees it whose cache survives an open: its reads and writes go to a copy. */
  @Test
  void guestWithAViewOfItsOwnIsStale() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      Path copy = directory.resolve("copy");
      Files.copy(folder().resolve("pages"), copy);
      try (ChildJvm guest = guest(copy, folder().resolve("lock"))) {
        CoherenceProbe.Outcome outcome = host.play(PATIENCE);
        assertEquals(CoherenceVerdict.STALE, outcome.verdict(), outcome.detail());
        assertEquals("stale", guest.readLine());
      }
    }
  }

  @Test
  void pagesOfTwoTurnsAreStale() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      Path pages = folder().resolve("pages");
      byte[] bytes = Files.readAllBytes(pages);
      bytes[3 * 4096 + 7] = 1;
      Files.write(pages, bytes);
      try (ChildJvm guest = guest()) {
        CoherenceProbe.Outcome outcome = host.play(PATIENCE);
        assertEquals(CoherenceVerdict.STALE, outcome.verdict());
        assertTrue(
            outcome.detail().endsWith("turn 0 in page 0, turn 1 in page 3"), outcome.detail());
        assertEquals("stale", guest.readLine());
      }
    }
  }

  /** As where locks hold within a node only. */
  @Test
  void guestThatEntersBesideTheHostShowsThatLocksDoNotExclude() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this");
        ChildJvm guest = guest(folder().resolve("pages"), directory.resolve("lock"))) {
      CoherenceProbe.Outcome outcome = host.play(PATIENCE);
      assertEquals(CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE, outcome.verdict(), outcome.detail());
      assertEquals("locks do not exclude", guest.readLine());
    }
  }

  @Test
  void hostWithoutGuestGivesUp() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      assertEquals(CoherenceVerdict.NO_PARTNER, host.play(Duration.ofMillis(50)).verdict());
    }
  }

  @Test
  void hostWhoseGuestDiesGivesUp() throws Exception {
    CoherenceProbe probe =
        new CoherenceProbe(
            folder(), folder().resolve("pages"), folder().resolve("lock"), Duration.ofMillis(100));
    try (CoherenceProbe.Host host = probe.invite("this")) {
      Files.writeString(folder().resolve("answer"), "refused dead\n");
      CoherenceProbe.Outcome outcome = host.play(PATIENCE);
      assertEquals(CoherenceVerdict.NO_PARTNER, outcome.verdict());
      assertEquals("dead", outcome.partner());
    }
  }

  @Test
  void guestWhoseHostDiesGivesUp() throws Exception {
    CoherenceProbe probe =
        new CoherenceProbe(
            folder(), folder().resolve("pages"), folder().resolve("lock"), Duration.ofMillis(100));
    try (CoherenceProbe.Host host = probe.invite("this");
        ChildJvm holder = ChildJvm.start(LockMain.class, directory.resolve("held"))) {
      holder.readLine();
      CoherenceProbe kept =
          new CoherenceProbe(
              folder(),
              folder().resolve("pages"),
              directory.resolve("held"),
              Duration.ofMillis(100));
      assertEquals(
          Optional.of(CoherenceVerdict.NO_PARTNER),
          kept.join("other", "other").map(CoherenceProbe.Outcome::verdict));
      assertTrue(Files.readString(folder().resolve("answer")).startsWith("refused"));
      host.play(Duration.ofMillis(50));
    }
  }

  @Test
  void onlyOneGuestPlaysAndNoneWithoutAHost() throws Exception {
    assertEquals(Optional.empty(), CoherenceProbe.in(folder()).join("early", "early"));
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      Files.createFile(folder().resolve("guest"));
      assertEquals(Optional.empty(), CoherenceProbe.in(folder()).join("second", "second"));
      host.play(Duration.ofMillis(50));
    }
  }

  /** Two processes of one node share its cache, and would see nothing. */
  @Test
  void guestOfTheHostsOwnNodeDoesNotPlay() throws Exception {
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      assertFalse(host.hasGuest());
      assertEquals(Optional.empty(), CoherenceProbe.in(folder()).join("this", "n1"));
      assertTrue(host.hasGuest());
      CoherenceProbe.Outcome outcome = host.play(Duration.ZERO);
      assertEquals(CoherenceVerdict.NO_PARTNER, outcome.verdict());
      assertEquals("n1", outcome.partner());
    }
  }

  /** Its lock is free, as that of a killed process is. */
  @Test
  void guestOfAHostThatIsGoneGoesOn() throws Exception {
    CoherenceProbe seen =
        new CoherenceProbe(
            folder(), folder().resolve("pages"), directory.resolve("free"), Duration.ofMinutes(1));
    try (CoherenceProbe.Host host = CoherenceProbe.in(folder()).invite("this")) {
      assertFalse(host.hasGuest());
      assertEquals(
          Optional.of(CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE),
          seen.join("other", "other").map(CoherenceProbe.Outcome::verdict));
      assertFalse(seen.hasHost());
      assertFalse(seen.awaitEnd(Duration.ofMillis(50)));
    }
    assertTrue(seen.awaitEnd(Duration.ZERO));
  }
}

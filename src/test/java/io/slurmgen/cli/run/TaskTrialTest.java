package io.slurmgen.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.catalog.NodeProbe;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.submission.TaskRecording;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of which it is not known yet whether two nodes can take turns in it. */
@RequiresTwoMounts
class TaskTrialTest {
  @TempDir private Path temporary;
  private final List<String> told = new ArrayList<>();
  private TwoMounts mounts;
  private Catalog catalog;

  @BeforeEach
  void open() throws Exception {
    mounts = TwoMounts.start(temporary.resolve("nodes"), TwoMounts.Kept.UNTIL_OPENED);
    catalog = Catalog.create(new CacheDirectory(mounts.shared()), Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    catalog.close();
    mounts.close();
  }

  @Test
  void tasksAppendUntilNoneHasComeAndThenRecord() throws Exception {
    try (TaskTrial trial = TaskTrial.beforeSubmission(catalog, told::add)) {
      assertTrue(ReportedAttempts.areUsedIn(catalog.directory()));
      trial.awaitTask(7, Duration.ofMillis(1));
    }
    assertFalse(ReportedAttempts.areUsedIn(catalog.directory()));
    assertEquals(2, told.size(), told::toString);
    String end =
        "whether nodes can take turns in writing to the catalog is not known yet: no task came"
            + " within"
            + " 0 s; this tries it as well: slurm-gen -C %s wait 7".formatted(mounts.shared());
    assertEquals(end, told.get(1));
    assertTrue(TaskRecording.of(catalog).isUntried());
  }

  /** The newest verdict counts, also for tasks of submissions that are under way. */
  @Test
  void tasksFollowTheNewestVerdict() throws Exception {
    assertRecording(CoherenceVerdict.STALE, true);
    assertRecording(CoherenceVerdict.COHERENT, false);
    assertRecording(CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE, true);
  }

  private void assertRecording(CoherenceVerdict verdict, boolean onlyAppends) throws Exception {
    FileSystemKind fileSystem = FileSystemKind.of(mounts.shared());
    catalog.nodeProbes().add(new NodeProbe(fileSystem, "a", "b", verdict, "as seen"));
    told.clear();
    try (TaskTrial trial = TaskTrial.beforeSubmission(catalog, told::add)) {
      trial.awaitTask(1); // which waits for nobody where it is known
    }
    assertEquals(onlyAppends, ReportedAttempts.areUsedIn(catalog.directory()));
    assertEquals(onlyAppends ? 1 : 0, told.size(), told::toString);
    assertTrue(!onlyAppends || told.get(0).contains(verdict.word() + " between a and b: as seen"));
  }
}

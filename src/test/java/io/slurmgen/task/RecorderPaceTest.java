package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecorderPaceTest {
  @Test
  void tasksCommitOnceASecondHoweverQuickCommitsAre() {
    assertEquals(Duration.ofSeconds(1), RecorderPace.OF_TASK.pauseAfter(Duration.ofMillis(1)));
    assertEquals(Duration.ofSeconds(1), RecorderPace.OF_TASK.pauseAfter(Duration.ofSeconds(9)));
  }

  @Test
  void localRunCommitsLessOftenWhereCommitsAreSlow() {
    RecorderPace pace = RecorderPace.OF_LOCAL_RUN;
    assertEquals(Duration.ofMillis(100), pace.pauseAfter(Duration.ofMillis(3)));
    assertEquals(Duration.ofMillis(250), pace.pauseAfter(Duration.ofMillis(50)));
    assertEquals(Duration.ofSeconds(1), pace.pauseAfter(Duration.ofMillis(700)));
  }

  @Test
  void fullDiskIsWaitedForTwoMinutesByALocalRunAndForEverByATask() {
    IOException full = new IOException("No space left on device");
    Duration minutes = Duration.ofMinutes(2);
    assertFalse(RecorderPace.OF_LOCAL_RUN.givesUp(full, minutes));
    assertTrue(RecorderPace.OF_LOCAL_RUN.givesUp(full, minutes.plusMillis(1)));
    assertFalse(RecorderPace.OF_TASK.givesUp(full, Duration.ofDays(1)));
  }
}

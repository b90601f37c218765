package io.slurmgen.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}

package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLimitTest {
  @ParameterizedTest
  @CsvSource({
    "30, 00:30:00",
    "90, 01:30:00",
    "1440, 1-00:00:00",
    "30:00, 00:30:00",
    "30:01, 00:31:00",
    "0:01, 00:01:00",
    "02:30:00, 02:30:00",
    "30:00:00, 1-06:00:00",
    "1-0, 1-00:00:00",
    "2-12, 2-12:00:00",
    "2-12:30, 2-12:30:00",
    "2-12:30:01, 2-12:31:00",
    "0-1, 01:00:00",
  })
  void readsAllFormsOfSlurm(String text, String printed) {
    assertEquals(printed, TimeLimit.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "-5",
        "1:",
        ":30",
        "1:2:3:4",
        "1-",
        "-1:00",
        "1-2:3:4:5",
        "0",
        "0:00",
        "1.5",
        "UNLIMITED",
        "1h",
        "99999999999",
        "4000-0"
      })
  void refusesWhatIsNoLimit(String text) {
    UserError error = assertThrows(UserError.class, () -> TimeLimit.parse(text));
    assertTrue(error.getMessage().startsWith("not a time limit: '" + text + "' (possible are MM"));
  }

  @Test
  void roundsUpToTheMinute() {
    assertEquals(Duration.ofMinutes(1), new TimeLimit(Duration.ofNanos(1)).duration());
    assertEquals(Duration.ofMinutes(2), new TimeLimit(Duration.ofMinutes(2)).duration());
    assertEquals(
        Duration.ofMinutes(3), new TimeLimit(Duration.ofMinutes(2).plusNanos(1)).duration());
  }

  @Test
  void multipliesRoundingUp() {
    assertEquals("00:45:00", TimeLimit.parse("30").times(1.5).toString());
    assertEquals("00:02:00", TimeLimit.parse("1").times(1.5).toString());
    assertEquals(Duration.ofDays(3650), TimeLimit.parse("3000-0").times(2).duration());
  }
}

package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
  @Test
  void keepsTheUserAndNothingElseOfTheSubmittersShell() {
    assertEquals(
        "HOME=/home/me\0LC_ALL=C.UTF-8\0"
            + "PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin\0"
            + "SHELL=/bin/bash\0USER=me\0",
        TaskEnvironment.of(
                Map.of("HOME", "/home/me", "USER", "me", "PATH", "/odd", "JAVA_TOOL_OPTIONS", "x"))
            .render());
  }
}

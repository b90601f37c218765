package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmStateTest {
  @ParameterizedTest
  @EnumSource
  void everyKnownStateIsPendingRunningOrFinished(SlurmState state) {
    int groups =
        (state.isPending() ? 1 : 0) + (state.isRunning() ? 1 : 0) + (state.isFinished() ? 1 : 0);
    assertEquals(state == SlurmState.UNKNOWN ? 0 : 1, groups);
    assertEquals(state, SlurmState.parse(state.name()));
  }

  @Test
  void onlyCompletedIsSuccess() {
    for (SlurmState state : SlurmState.values()) {
      assertEquals(state.isFinished() && state != SlurmState.COMPLETED, state.isFailure());
    }
  }

  @Test
  void whoCancelledDoesNotMatter() {
    assertEquals(SlurmState.CANCELLED, SlurmState.parse("CANCELLED by 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DREAMING", "", "running", "CANCELLED+", "COMPLETED by 0"})
  void otherTextsAreUnknown(String text) {
    assertEquals(SlurmState.UNKNOWN, SlurmState.parse(text));
  }
}

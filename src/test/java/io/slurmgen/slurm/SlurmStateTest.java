package io.slurmgen.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmStateTest {
  @ParameterizedTest
  @EnumSource
  void everyStateIsPendingRunningOrFinished(SlurmState state) throws SlurmException {
    int groups =
        (state.isPending() ? 1 : 0) + (state.isRunning() ? 1 : 0) + (state.isFinished() ? 1 : 0);
    assertEquals(1, groups);
    assertEquals(state, SlurmState.parse(state.name()));
  }

  @Test
  void onlyCompletedIsSuccess() {
    for (SlurmState state : SlurmState.values()) {
      assertEquals(state.isFinished() && state != SlurmState.COMPLETED, state.isFailure());
    }
  }

  @Test
  void whoCancelledDoesNotMatter() throws SlurmException {
    assertEquals(SlurmState.CANCELLED, SlurmState.parse("CANCELLED by 1000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DREAMING", "", "running", "CANCELLED+", "COMPLETED by 0"})
  void unknownStateIsAnErrorThatNamesIt(String text) {
    SlurmException error = assertThrows(SlurmException.class, () -> SlurmState.parse(text));
    assertTrue(error.getMessage().endsWith(": " + text), error.getMessage());
  }
}

package io.slurmgen;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets tests run where two mounts can be had; see {@link RequiresTwoMounts}. Thread-safe. */
final class TwoMountsCondition implements ExecutionCondition {

  private static Optional<String> obstacle = Optional.empty();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String found = obstacle();
    if (found.isEmpty()) {
      return ConditionEvaluationResult.enabled("there can be two mounts");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(found);
    }
    return ConditionEvaluationResult.disabled(found);
  }

  /** Tries once, and says it once. */
  private static synchronized String obstacle() {
    if (obstacle.isEmpty()) {
      try {
        obstacle = Optional.of(TwoMounts.obstacle());
      } catch (IOException e) {
        obstacle = Optional.of(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return "interrupted";
      }
      obstacle
          .filter(found -> !found.isEmpty())
          .ifPresent(found -> System.err.println("*** TWO NODES NOT TESTED: " + found + " ***"));
    }
    return obstacle.orElseThrow();
  }
}

package io.slurmgen.slurm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Lets tests run where there is a test cluster; see {@link RequiresSlurm}. */
final class SlurmTestClusterCondition implements ExecutionCondition {
  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean accounting =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresSlurm.class)
            .map(RequiresSlurm::accounting)
            .orElse(false);
    if (SlurmTestCluster.find().filter(c -> !accounting || c.hasAccounting()).isPresent()) {
      return ConditionEvaluationResult.enabled("there is a test cluster");
    }
    String missing =
        "SLURM TESTS NOT RUN: no test cluster"
            + (accounting ? " with accounting" : "")
            + " (start one: tools/slurm-cluster start --accounting)";
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(missing);
    }
    if (!SAID.getAndSet(true)) {
      System.err.println(missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }
}

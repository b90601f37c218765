package io.slurmgen.slurm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests against the cluster that {@code tools/slurm-cluster} started, see {@link
 * SlurmTestCluster}. Without it they are skipped with one line; with CI=true they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("slurm")
@ExtendWith(SlurmTestClusterCondition.class)
public @interface RequiresSlurm {
  /** Whether the cluster must have accounting, too. */
  boolean accounting() default false;
}

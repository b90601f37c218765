package io.slurmgen;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests where {@link TwoMounts} can be started. Elsewhere they are skipped with one line;
 * with CI=true they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("two-nodes")
@ExtendWith(TwoMountsCondition.class)
public @interface RequiresTwoMounts {}

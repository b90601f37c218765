package io.slurmgen.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which numbers an option or argument of an integer type takes; all of that type without this. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface WholeNumber {
  /** The least. */
  long from();

  /** The greatest. */
  long to() default Long.MAX_VALUE;

  /** What may help somebody who gave something else. */
  String hint() default "";
}

package io.slurmgen.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of {@code Datasets.java} a preprocessor: one that derives from each sample of a
 * dataset another one, kept beside the original.
 *
 * <p>The method is public and static, in the public class {@code Datasets} or a public static class
 * nested in it. It takes a sample with the types of features and labels that the dataset's
 * generator declares, and returns one of any types:
 *
 * <pre>{@code
 * @Preprocessor(dataset = "noisy_sine", name = "square_both")
 * public static Sample<Double, Double> squareBoth(Sample<Double, Double> sample) {
 *   return new Sample<>(
 *       sample.features() * sample.features(), sample.label() * sample.label());
 * }
 * }</pre>
 *
 * <p>The result should depend on the given sample alone: tasks take the samples in any split, each
 * once, and several tasks may run in one process at the same time.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Preprocessor {
  /**
   * The dataset whose samples it takes.
   *
   * @return the name of a dataset of the same {@code Datasets.java}
   */
  String dataset();

  /**
   * What the preprocessor is called; as with datasets, 1 to 64 letters, digits, {@code _}, {@code
   * .} or {@code -}, not beginning with a dot or a dash. One dataset's preprocessors differ in
   * name.
   *
   * @return the name; empty for that of the method
   */
  String name() default "";

  /**
   * How many samples are saved at a time.
   *
   * @return the number of samples, at least 1
   * @see Generator#cacheEvery()
   */
  int cacheEvery() default 100;

  /**
   * Memory for each CPU of a task on Slurm, as {@code sbatch --mem-per-cpu} takes it, such as
   * {@code "1GB"}; see {@link Generator#memPerCpu}.
   *
   * @return the amount; empty for the cluster's default
   */
  String memPerCpu() default "";

  /**
   * Further options for {@code sbatch}, split at spaces as a shell does.
   *
   * @return the options
   */
  String sbatchOptions() default "";

  /**
   * Shell lines that a task on Slurm runs before it starts.
   *
   * @return the lines, in order
   */
  String[] setup() default {};
}

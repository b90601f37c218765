package io.slurmgen.dataset;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of {@code Datasets.java} the source of a dataset.
 *
 * <p>The method is public and static, in the public class {@code Datasets} or a public static class
 * nested in it, and looks like this:
 *
 * <pre>{@code
 * @Generator(cacheEvery = 50)
 * public static Sample<Double, Double> noisySine(NoisySineParams params, RandomGenerator random) {
 *   double x = random.nextDouble(params.left, params.right);
 *   return new Sample<>(x, Math.sin(x) + params.std_dev * random.nextGaussian());
 * }
 * }</pre>
 *
 * <p>It is called for each {@link Sample}, whose types of features and label are written out. A
 * last argument {@code long index} tells which sample it makes, counted from 0 in each parameter
 * set. The parameter class is public with a public constructor without arguments; its public fields
 * are the parameters and the values that the constructor leaves in them are the defaults.
 *
 * <p>Where something costly is the same for all samples (a table, a mesh), the method may instead
 * be called once for each task and return a {@link java.util.stream.Stream Stream}, {@link
 * java.util.Iterator Iterator} or {@link Iterable} of samples, which are drawn one by one:
 *
 * <pre>{@code
 * @Generator
 * public static Stream<Sample<Double, Double>> noisySine(
 *     long size, NoisySineParams params, RandomGenerator random) {
 *   return Stream.generate(
 *       () -> {
 *         double x = random.nextDouble(params.left, params.right);
 *         return new Sample<>(x, Math.sin(x) + params.std_dev * random.nextGaussian());
 *       });
 * }
 * }</pre>
 *
 * <h2>What makes data reproducible</h2>
 *
 * <p>Every sample of a parameter set has an index, and before it is made {@code random} is reseeded
 * from the seed of the parameter set, the parameters and that index; it gives the same numbers in
 * both forms. A dataset is therefore the same whether one task makes it or forty, and whether or
 * not some of them were interrupted and started again, as long as the method keeps to these rules:
 *
 * <ul>
 *   <li><b>All randomness of a sample comes from {@code random}, while that sample is made.</b> Not
 *       from {@code Math.random()} or the clock, nor from numbers drawn before a stream is
 *       returned. A stream does not draw several samples at once, as {@code flatMap}, {@code
 *       parallel()}, {@code sorted()} and look-ahead do. {@code Stream.generate}, {@code map}, and
 *       an iterator whose {@code next()} does the work are right; {@code filter} is, too: the
 *       sample is what comes of its random numbers after those that were rejected.
 *   <li><b>No state is carried from one sample to the next.</b> A task may begin at any sample, so
 *       a counter, a random walk or a shuffled list makes data depend on how the work was split.
 *   <li><b>{@code size} does not influence the samples.</b> It says how many samples this task
 *       draws at most, for instance to reserve memory. The stream may be infinite; one that ends
 *       earlier makes the task fail.
 * </ul>
 *
 * <h2>When it throws</h2>
 *
 * <p>The reason that is recorded for a sample is what was thrown and the line of {@code
 * Datasets.java}. HotSpot leaves message and stack trace out of the exceptions that it raises
 * itself (index, null, division, cast, array store) once their place is compiled and has raised
 * many. Commands and tasks therefore run with {@code -XX:-OmitStackTraceInFastThrow}; a program of
 * your own that calls generators or this library needs that option, too, if it is to print such
 * reasons.
 *
 * <h2>Threads</h2>
 *
 * <p>Each task makes its samples in one thread; tasks may run in one process at the same time, so
 * the method should not change static variables. A stream or iterator that is {@link AutoCloseable}
 * is closed after its last sample. The thread's context class loader is the one of {@code Datasets}
 * and its libraries meanwhile.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Generator {
  /**
   * What the dataset is called: 1 to 64 letters, digits, {@code _}, {@code .} or {@code -}, not
   * beginning with a dot or a dash.
   *
   * @return the name; empty for that of the method
   */
  String name() default "";

  /**
   * How many samples are saved at a time. What a task loses when it is killed is less than this,
   * and saving rarely is a little faster; so choose what takes seconds or minutes to generate.
   *
   * @return the number of samples, at least 1
   */
  int cacheEvery() default 100;

  /**
   * Memory for each CPU of a task on Slurm, as {@code sbatch --mem-per-cpu} takes it, such as
   * {@code "1GB"}. A task has one CPU unless the options ask for more. Three quarters of a task's
   * memory are the JVM's heap; what code allocates outside of it must fit into the rest.
   *
   * @return the amount; empty for the cluster's default
   */
  String memPerCpu() default "";

  /**
   * Further options for {@code sbatch}, such as {@code "--qos=test --partition=short"}, split at
   * spaces as a shell does.
   *
   * @return the options
   */
  String sbatchOptions() default "";

  /**
   * Shell lines that a task on Slurm runs before it starts, such as {@code "module load java/21"}.
   * A {@code java} that they put first on the {@code PATH} runs the task; otherwise it is the one,
   * at the same path, that ran {@code generate}.
   *
   * @return the lines, in order
   */
  String[] setup() default {};
}

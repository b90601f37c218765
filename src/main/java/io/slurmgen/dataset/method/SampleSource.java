package io.slurmgen.dataset.method;

import io.slurmgen.dataset.Sample;
import java.util.Optional;

/**
 * The samples that a generator makes for one task, one by one. Not thread-safe; whoever asked for
 * it closes it, which closes the user's stream or iterator where that can be closed.
 */
public interface SampleSource extends AutoCloseable {
  /**
   * Runs the user's code that makes a sample; the caller has started the sample's random numbers.
   *
   * @param index the sample's index in its parameter set
   * @return empty if the generator gives no more samples
   * @throws GeneratorException whatever the user's code throws, or if it gives something else
   */
  Optional<Sample<?, ?>> draw(long index);

  /**
   * Ends it.
   *
   * @throws GeneratorException if closing the user's stream or iterator fails
   */
  @Override
  void close();
}

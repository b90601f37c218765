package io.slurmgen.task;

import io.slurmgen.dataset.Sample;
import java.io.IOException;

/** Makes the samples of one attempt, one by one. Used by one thread. */
interface SampleDrawing extends AutoCloseable {

  /**
   * Makes a sample; the indexes asked for ascend.
   *
   * @throws io.slurmgen.dataset.method.GeneratorException if user code fails
   * @throws IOException if a source sample cannot be read
   */
  Sample<?, ?> draw(long index) throws IOException;

  @Override
  void close() throws IOException;
}

package io.slurmgen.dataset.code;

import io.slurmgen.dataset.Sample;
import java.lang.reflect.Method;
import java.util.Iterator;

/**
 * The samples that one call of a generator yields, one by one.
 *
 * <p>Either of {@link #hasNext()} and {@link #next()} may run user code that draws the sample:
 * start the sample's random numbers before {@code hasNext()}, and ask it once per sample. Whatever
 * user code throws comes out as {@link GeneratorException}. Not thread-safe; whoever asked for it
 * closes it, which closes the user's stream.
 */
public final class SampleSource implements Iterator<Sample<?, ?>>, AutoCloseable {
  private final Method method;
  private final Iterator<?> samples;
  private final AutoCloseable resource;

  SampleSource(Method method, Iterator<?> samples, AutoCloseable resource) {
    this.method = method;
    this.samples = samples;
    this.resource = resource;
  }

  @Override
  public boolean hasNext() {
    try {
      return samples.hasNext();
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
  }

  @Override
  public Sample<?, ?> next() {
    Object next;
    try {
      next = samples.next();
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
    if (next instanceof Sample<?, ?> sample) {
      return sample;
    }
    throw GeneratorException.of(method, "gave " + next + " and not a sample");
  }

  /**
   * Closes the stream or iterator of the user, where it can be closed.
   *
   * @throws GeneratorException if that fails
   */
  @Override
  public void close() {
    try {
      resource.close();
    } catch (Throwable e) {
      throw GeneratorException.of(method, e);
    }
  }
}

package io.slurmgen.task;

import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.code.GeneratorMethod;
import io.slurmgen.dataset.code.SampleRandom;
import io.slurmgen.dataset.code.SampleSource;
import io.slurmgen.dataset.params.Parameters;
import java.io.IOException;

/** Draws samples from a user's generator, each from random numbers of its own. */
final class GeneratorDrawing implements SampleDrawing {

  private final SampleRandom random;
  private final SampleSource source;

  GeneratorDrawing(GeneratorMethod generator, Parameters parameters, long seed, long samples) {
    this.random = new SampleRandom(seed, parameters.hash());
    this.source = generator.samples(samples, parameters, random);
  }

  @Override
  public Sample<?, ?> draw(long index) throws IOException {
    random.startSample(index);
    if (!source.hasNext()) {
      throw new OutOfSamplesException("the generator ended before it gave all samples");
    }
    return source.next();
  }

  @Override
  public void close() {
    source.close();
  }
}

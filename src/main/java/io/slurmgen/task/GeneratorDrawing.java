package io.slurmgen.task;

import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.method.SampleSource;
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
    return source
        .draw(index)
        .orElseThrow(
            () -> new OutOfSamplesException("the generator ended before it gave all samples"));
  }

  @Override
  public void close() {
    source.close();
  }
}

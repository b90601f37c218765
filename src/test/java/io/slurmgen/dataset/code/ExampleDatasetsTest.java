package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.method.SampleSource;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that users start from, compiled and run as they do. */
class ExampleDatasetsTest {
  private static final String DEFAULTS = "{\"left\":-1,\"right\":1,\"std_dev\":0.1}";

  @TempDir Path root;

  @Test
  void noisySineIsWhatTheReadmeSays() throws Exception {
    try (DatasetClasses classes = DatasetSource.of(Path.of("example")).compile(root)) {
      GeneratorMethod generator = classes.generator("noisy_sine");
      assertEquals(50, generator.settings().cacheEvery());
      assertEquals("1GB", generator.settings().memPerCpu());
      assertEquals("--qos=test", generator.settings().sbatchOptions());
      assertEquals(0, generator.settings().setup().size());
      assertEquals(Double.class, generator.featuresType().getType());
      assertEquals(Double.class, generator.labelType().getType());
      Parameters parameters = generator.parameters(JsonNodeFactory.instance.objectNode());
      assertEquals(DEFAULTS, parameters.json());
    }
  }

  @Test
  void samplesLieAroundTheSine() throws Exception {
    try (DatasetClasses classes = DatasetSource.of(Path.of("example")).compile(root)) {
      Parameters parameters =
          classes.generator("noisy_sine").parameters(ParameterText.parse("{'std_dev': 0.01}"));
      SampleRandom random = new SampleRandom(7, parameters.hash());
      try (SampleSource samples =
          classes.generator("noisy_sine").samples(1000, parameters, random)) {
        for (long index = 0; index < 1000; index++) {
          random.startSample(index);
          Sample<?, ?> sample = samples.draw(index).orElseThrow();
          double x = (double) sample.features();
          assertTrue(-1 <= x && x < 1);
          assertEquals(Math.sin(x), (double) sample.label(), 0.06);
        }
      }
    }
  }

  @Test
  void squareBothSquaresFeaturesAndLabel() throws Exception {
    try (DatasetClasses classes = DatasetSource.of(Path.of("example")).compile(root)) {
      PreprocessorMethod squareBoth = classes.preprocessor("noisy_sine", "square_both");
      assertEquals(new Sample<>(9.0, 0.25), squareBoth.apply(new Sample<>(3.0, -0.5)));
    }
  }
}

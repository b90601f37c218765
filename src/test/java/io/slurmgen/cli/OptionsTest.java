package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.args4j.Argument;
import org.kohsuke.args4j.Option;

class OptionsTest {
  private final Sizes sizes = new Sizes();

  @ParameterizedTest
  @ValueSource(strings = {"--njobs 40", "-njobs 40", "--njobs=40", "-njobs=40"})
  void longOptionMayHaveOneDash(String typed) {
    read(typed.split(" "));
    assertEquals(40, sizes.jobs);
  }

  @Test
  void valueThatLooksLikeAnOptionIsLeftAlone() {
    read("--output", "-njobs", "-n", "-5");
    assertEquals("-njobs", sizes.output);
    assertEquals(-5, sizes.samples);
  }

  @Test
  void valueAfterEqualsSignKeepsFurtherOnes() {
    read("--output=a=b");
    assertEquals("a=b", sizes.output);
  }

  @Test
  void parameterFileIsNotReadAsMoreArguments() {
    read("-o", "@file.json", "@other.json");
    assertEquals("@file.json", sizes.output);
    assertEquals("@other.json", sizes.dataset);
  }

  @Test
  void flagTakesNoValue() {
    read("--json", "sine");
    assertTrue(sizes.json);
    assertEquals("sine", sizes.dataset);
  }

  @Test
  void numberThatIsNoneNamesTheOption() {
    UserError error = assertThrows(UserError.class, () -> read("-n", "many", "sine"));
    assertEquals("\"many\" is not a valid value for \"-n\"; see tool --help", error.getMessage());
  }

  private void read(String... arguments) {
    Options.read("tool", sizes, List.of(arguments));
  }

  private static final class Sizes {
    @Option(name = "--njobs")
    private int jobs;

    @Option(name = "-n")
    private long samples;

    @Option(
        name = "--output",
        aliases = {"-o"})
    private String output;

    @Option(name = "--json")
    private boolean json;

    @Argument private String dataset;
  }
}

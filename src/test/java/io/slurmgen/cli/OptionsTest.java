package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    assertEquals(
        "-n many: a whole number from -9223372036854775808 to 9223372036854775807 is needed",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "--njobs 20000000000, --njobs 20000000000: a whole number from 1 to 2147483647 is needed",
    "--njobs=0, --njobs 0: a whole number from 1 to 2147483647 is needed",
    "-njobs 1.5, --njobs 1.5: a whole number from 1 to 2147483647 is needed",
    "sine five, COUNT five: a whole number from 0 to 9 is needed; as many as you like",
    "sine -5, COUNT -5: a whole number from 0 to 9 is needed; as many as you like",
    "sine 10, COUNT 10: a whole number from 0 to 9 is needed; as many as you like"
  })
  void numberOutOfItsRangeIsBlamedOnWhatItWasGivenFor(String typed, String message) {
    UserError error = assertThrows(UserError.class, () -> read(typed.split(" ")));
    assertEquals(message, error.getMessage());
  }

  @Test
  void twoDashesEndTheOptions() {
    read("--njobs", "2", "--", "--json", "3");
    assertEquals("--json", sizes.dataset);
    assertEquals(3, sizes.count);
    assertFalse(sizes.json);
  }

  @Test
  void valueAtTheEndMayNotBeMissing() {
    UserError error = assertThrows(UserError.class, () -> read("sine", "--output"));
    assertEquals("--output needs a value, FILE", error.getMessage());
  }

  private void read(String... arguments) {
    Options.read("tool", sizes, List.of(arguments));
  }

  private static final class Sizes {
    @Option(name = "--njobs")
    @WholeNumber(from = 1)
    private int jobs;

    @Option(name = "-n")
    private long samples;

    @Option(
        name = "--output",
        aliases = {"-o"},
        metaVar = "FILE")
    private String output;

    @Option(name = "--json")
    private boolean json;

    @Argument(index = 0)
    private String dataset;

    @Argument(index = 1, metaVar = "COUNT")
    @WholeNumber(from = 0, to = 9, hint = "as many as you like")
    private Integer count;
  }
}

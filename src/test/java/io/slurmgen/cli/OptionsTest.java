package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.cli.args.Input;
import io.slurmgen.cli.args.InputForm;
import io.slurmgen.cli.args.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private final Sizes sizes = new Sizes();

  @ParameterizedTest
  @ValueSource(strings = {"--njobs 40", "-njobs 40", "--njobs=40", "-njobs=40"})
  void longOptionMayHaveOneDash(String typed) {
    read(typed.split(" "));
    assertEquals(40, sizes.jobs.value());
  }

  @Test
  void valueThatLooksLikeAnOptionIsLeftAlone() {
    read("--output", "-njobs", "-n", "-5");
    assertEquals("-njobs", sizes.output.value());
    assertEquals(-5, sizes.samples.value());
  }

  @Test
  void valueAfterEqualsSignKeepsFurtherOnes() {
    read("--output=a=b");
    assertEquals("a=b", sizes.output.value());
  }

  @Test
  void parameterFileIsNotReadAsMoreArguments() {
    read("-o", "@file.json", "@other.json");
    assertEquals("@file.json", sizes.output.value());
    assertEquals("@other.json", sizes.dataset.value());
  }

  @Test
  void flagTakesNoValue() {
    read("--json", "sine");
    assertTrue(sizes.json.value());
    assertEquals("sine", sizes.dataset.value());
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
    assertEquals("--json", sizes.dataset.value());
    assertEquals(3, sizes.count.value());
    assertFalse(sizes.json.value());
  }

  @Test
  void valueAtTheEndMayNotBeMissing() {
    UserError error = assertThrows(UserError.class, () -> read("sine", "--output"));
    assertEquals("--output needs a value, FILE", error.getMessage());
  }

  private void read(String... arguments) {
    Options.read("tool", sizes.inputs(), List.of(arguments));
  }

  private static final class Sizes {
    private final Input<Long> jobs =
        InputForm.option("--njobs", "K", "").wholeNumber(1, Integer.MAX_VALUE);
    private final Input<Long> samples =
        InputForm.option("-n", "N", "").wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);
    private final Input<String> output = InputForm.option("--output", "FILE", "").or("-o").text();
    private final Input<Boolean> json = InputForm.option("--json", "").flag();
    private final Input<String> dataset = InputForm.argument("DATASET", "").optional().text();
    private final Input<Long> count =
        InputForm.argument("COUNT", "").optional().hint("as many as you like").wholeNumber(0, 9);

    List<Input<?>> inputs() {
      return List.of(jobs, samples, output, json, dataset, count);
    }
  }
}

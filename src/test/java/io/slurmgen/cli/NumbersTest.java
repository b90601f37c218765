package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.cli.text.Numbers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({"1793.2, 1790", "23.345, 23.3", "0.5, 0.5", "0.0000123456, 0.0000123", "0, 0"})
  void threeDigitsAreShownWithoutAnExponent(double number, String shown) {
    assertEquals(shown, Numbers.rounded(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 samples", "1, 1 sample", "2, 2 samples"})
  void nounsAgreeWithTheirNumber(long number, String shown) {
    assertEquals(shown, Numbers.counted(number, "sample"));
  }
}

package io.slurmgen.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final List<String> KNOWN = List.of("list", "move", "large");

  private static Choice of(String... words) {
    return Choice.of(List.of(words), KNOWN);
  }

  @Test
  void allRowsButTheLargeOneAreMeasuredUnlessSomeAreNamed() {
    assertEquals(new Choice(List.of("list", "move"), false, false, false), of());
    assertEquals(new Choice(List.of("move"), true, false, false), of("move", "--check"));
    assertEquals(List.of("list", "move", "large"), of("--large").rows());
    assertEquals(List.of("large"), of("large", "--large").rows());
  }

  @Test
  void optionsAreRead() {
    assertTrue(of("--help").help());
    assertTrue(of("list", "--prepare").prepareOnly());
  }

  @Test
  void unknownWordIsToldWithThoseThatThereAre() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> of("lisst"));
    assertEquals(
        "lisst: there are --check, --large, --prepare, --help and the rows list, move, large",
        e.getMessage());
  }
}

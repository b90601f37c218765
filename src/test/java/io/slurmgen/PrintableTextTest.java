package io.slurmgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTextTest {
  @Test
  void usualTextStaysAsItIs() {
    String text = "größe 日本 😀 \u200d \"'\\ {}";
    assertSame(text, PrintableText.line(text));
    assertSame("a\tb\nc", PrintableText.lines("a\tb\nc"));
  }

  @Test
  void whatWouldDriveATerminalIsShown() {
    assertEquals(
        "\\u001b[31m \\u0000 \\u009b \\u007f \\u202e \\ud800 \\u2028",
        PrintableText.lines("\u001b[31m \u0000 \u009b \u007f \u202e \ud800 \u2028"));
    assertEquals("a\\tb\\r\\nc", PrintableText.line("a\tb\r\nc"));
  }

  @Test
  void veryLongMessageLosesItsMiddle() {
    String line = PrintableText.line("start " + "\n".repeat(10_000_000) + " end");
    assertTrue(line.startsWith("start ") && line.endsWith(" end"));
    assertTrue(line.length() < 4100, () -> line.length() + " characters");
  }

  @Test
  void mistakesAreOneLineUnlessTheySayMore() {
    assertEquals("no 'a\\nb'", new UserError("no 'a\nb'").getMessage());
    assertEquals("a\n  b\\u0007", UserError.ofLines("a\n  b\u0007").getMessage());
  }
}

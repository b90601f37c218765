package io.slurmgen.dataset.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        " { } |{}",
        "{\"left\": 0, \"std_dev\": 0.5}|{\"left\":0,\"std_dev\":0.5}",
        "{'left': 0, 'std_dev': 0.5}|{\"left\":0,\"std_dev\":0.5}",
        "{'b': True, 'c': False, 'd': None}|{\"b\":true,\"c\":false,\"d\":null}",
        "{'b': true, 'c': false, 'd': null}|{\"b\":true,\"c\":false,\"d\":null}",
        "{'a': [1, 2, ], 'b': {'c': [[]],},}|{\"a\":[1,2],\"b\":{\"c\":[[]]}}",
        "{'a': (1, (2, 3)), 'b': (4,), 'c': (), 'd': (5)}"
            + "|{\"a\":[1,[2,3]],\"b\":[4],\"c\":[],\"d\":5}",
        "{'a': \"it's\", 'b': 'say \"x\"'}|{\"a\":\"it's\",\"b\":\"say \\\"x\\\"\"}",
        "{'a': 'it\\'s'}|{\"a\":\"it's\"}",
        "{'größe': '日本 😀'}|{\"größe\":\"日本 😀\"}",
        "{'a': '\\u00fc\\xfc\\U0001f600\\ud83d\\ude00'}|{\"a\":\"üü😀😀\"}",
        "{'a': '\\n\\t\\r\\b\\f\\/\\\\'}|{\"a\":\"\\n\\t\\r\\b\\f/\\\\\"}",
        "{'a': -1, 'b': 1.0, 'c': 1e0, 'd': 10E+1, 'e': 1e-05}"
            + "|{\"a\":-1,\"b\":1,\"c\":1,\"d\":100,\"e\":0.00001}",
        "{'a': -0.0, 'b': 0e999999999999, 'c': 1e300}|{\"a\":0,\"b\":0,\"c\":1e+300}",
        "{'a': 123456789012345678901234567890}|{\"a\":1.2345678901234567890123456789e+29}",
      })
  void readsJsonAndPythonAlike(String text, String canonical) {
    assertEquals(canonical, CanonicalJson.write(ParameterText.parse(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|column 1: expected names and values in braces, such as {\"left\": 0}, found the end",
        "3|column 1: expected names and values in braces",
        "[1]|column 1: expected names and values in braces",
        "{'a': 1|column 8: expected ',' or '}', found the end",
        "{'a': 1} x|column 10: expected nothing after the closing brace: x",
        "{'a': 1 'b': 2}|column 9: expected ',' or '}': 'b': 2}",
        "{'a' 1}|column 6: expected ':': 1}",
        "{'a': }|column 7: expected a value: }",
        "{'a': ,}|column 7: expected a value",
        "{,}|column 2: expected a name in quotes",
        "{left: 1}|column 2: expected a name in quotes: left: 1}",
        "{1: 1}|column 2: expected a name in quotes",
        "{'a': fast}|column 7: expected a value (text is put in quotes): fast}",
        "{'a': TRUE}|column 7: expected a value",
        "{'a': 1, 'a': 2}|column 10: \"a\" is given twice",
        "{'x': {'a': 1, \"a\": 1}}|column 16: \"a\" is given twice",
        "{'a': NaN}|column 7: numbers must be finite",
        "{'a': nan}|column 7: numbers must be finite",
        "{'a': inf}|column 7: numbers must be finite",
        "{'a': -Infinity}|column 7: numbers must be finite",
        "{'a': 1e999}|column 7: number out of the range of a double",
        "{'a': 1e999999999999}|column 7: number out of the range of a double",
        "{'a': 1e-999999999999}|column 7: number out of the range of a double",
        "{'a': 1_000}|column 7: not a number: 1_000}",
        "{'a': 01}|column 7: not a number",
        "{'a': 1.}|column 7: not a number",
        "{'a': 0x1F}|column 7: not a number",
        "{'a': 5m}|column 7: not a number",
        "{'a': --1}|column 7: not a number",
        "{'a': .5}|column 7: expected a value",
        "{'a': +5}|column 7: expected a value",
        "{'a': 'b}|column 7: this text has no closing quote",
        "{'a': 'b\"}|column 7: this text has no closing quote",
        "{'a': '\\q'}|column 8: unknown escape",
        "{'a': '\\u12'}|column 8: expected 4 hexadecimal digits",
        "{'a': '\\ud800'}|column 7: this text has half a surrogate pair",
        "{'a': '\\Uffffffff'}|column 8: not a Unicode character",
        "{'a': (1 2)}|column 10: expected ',' or ')'",
      })
  void mistakeIsShownWithItsPlace(String text, String problem) {
    String message = refusal(text);
    assertTrue(message.startsWith("parameters, line 1, " + problem), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void placeCountsLines() {
    assertEquals(
        "parameters, line 3, column 8: expected a value (text is put in quotes): maybe",
        refusal("{\n  'a': 1,\n  'b': maybe\n}"));
  }

  @Test
  void rawLineBreakAndControlCharacterInTextAreRefused() {
    assertTrue(refusal("{'a': 'x\ny'}").contains("no closing quote"));
    assertTrue(refusal("{'a': 'x\u0001y'}").contains("control character"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{'a':"})
  void bombOfBracketsIsRefused(String bracket) {
    String text = bracket.repeat(100_000);
    assertTrue(
        refusal(text.startsWith("[") ? "{'a':" + text : text).contains("more than 64 levels"));
  }

  @Test
  void sixtyFourLevelsAreRead() {
    String text = "{'a':" + "[".repeat(63) + "]".repeat(63) + "}";
    assertEquals(text.replace('\'', '"'), CanonicalJson.write(ParameterText.parse(text)));
  }

  @Test
  void tooLongTextIsRefusedUnread() {
    String mistake = "{a";
    assertTrue(refusal(mistake).contains("column 2: expected a name"));
    String text = mistake + "x".repeat(10_000_000);
    assertTrue(refusal(text).contains("10000002 characters are too many"));
  }

  /** Takes part of a second; minutes if the time grew with the square of the length. */
  @Test
  @Timeout(60)
  void longestAllowedTextIsReadInReasonableTime() {
    String numbers = "{'a': [" + "0.123456789,".repeat(80_000) + "]}";
    assertEquals(80_000, ParameterText.parse(numbers).get("a").size());
    String digits = "{'a': " + "1".repeat(1_000_000) + "}";
    assertTrue(refusal(digits).contains("more than 400 characters"));
  }

  @Test
  void fileIsRead() throws Exception {
    Path file = Files.writeString(folder.resolve("p.json"), "{\n  'left': 0,\n}\n");
    assertEquals("{\"left\":0}", CanonicalJson.write(ParameterText.parse("@" + file)));
    assertEquals("{\"left\":0}", CanonicalJson.write(ParameterText.parse(" @" + file + "\n")));
  }

  @Test
  void mistakeInFileNamesTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("p.json"), "{\n  left: 0}");
    assertEquals(
        file + ", line 2, column 3: expected a name in quotes: left: 0}", refusal("@" + file));
  }

  @Test
  void unreadableFileIsNamed() throws Exception {
    Path missing = folder.resolve("missing.json");
    assertEquals("there is no parameter file " + missing, refusal("@" + missing));
    Path latin1 = Files.write(folder.resolve("l.json"), new byte[] {'{', (byte) 0xfc, '}'});
    assertTrue(refusal("@" + latin1).contains("is not UTF-8"));
    assertTrue(refusal("@" + folder).contains("is a directory"));
    Path long10MB = Files.write(folder.resolve("long.json"), new byte[10_000_000]);
    assertTrue(refusal("@" + long10MB).contains("too many"));
    assertTrue(refusal("@{\"a\": \0}").contains("cannot be a file name"));
  }

  @Test
  void whatIsNoFileIsSaidInOneLineOfItsOwn() {
    UserError nothing = assertThrows(UserError.class, () -> ParameterText.parse("@"));
    assertEquals(
        "@ alone is no parameter file; expected a name, such as @params.json",
        nothing.getMessage());
    UserError directory = assertThrows(UserError.class, () -> ParameterText.parse("@" + folder));
    assertEquals("the parameter file " + folder + " is a directory", directory.getMessage());
  }

  @Test
  void fileDoesNotNameAnotherFile() throws Exception {
    Path file = folder.resolve("p.json");
    Files.writeString(file, "@" + file);
    assertTrue(refusal("@" + file).contains("expected names and values in braces"));
  }

  private static String refusal(String text) {
    return assertThrows(UserError.class, () -> ParameterText.parse(text)).getMessage();
  }
}

package io.slurmgen.dataset.params;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slurmgen.Seeds;
import io.slurmgen.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Parameter text that nobody types by mistake; {@code -Dfuzz.rounds} and {@code -Dfuzz.seed}. */
@Timeout(60)
class HostileParametersTest {
  private static final int ROUNDS = 10 * Integer.getInteger("fuzz.rounds", 2000);

  private static final List<String> VALID =
      List.of(
          "{\"left\": -1, \"right\": 1.5e-7, 'std_dev': 0.1}",
          "{'a': [1, (2, 3), {'b': None}], 'c': True, 'd': false}",
          "{\"text\": \"\\u00fc\\ud83d\\ude00 \\\"quoted\\\" \\n\", 'e': 'it\\'s'}",
          "{'large': 123456789012345678901234567890, 'small': -0.000001}");

  private static final String PIECES =
      "{}[](),:'\"\\ \t\n0123456789.-+eEnulTrFas_xuU@/\u0000\u001b\u0661\u00e9\u2028\ud800\udc00";

  @TempDir private Path folder;

  @Test
  void changedTextIsReadOrRefusedAndWhatIsReadHasOneForm() {
    long seed = Seeds.of(1);
    Random random = new Random(seed);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = changed(VALID.get(random.nextInt(VALID.size())), random);
      try {
        String canonical = CanonicalJson.write(ParameterText.parse(text));
        assertEquals(canonical, CanonicalJson.write(ParameterText.parse(canonical)), text);
        read++;
      } catch (UserError refused) {
        assertEquals(1, refused.getMessage().lines().count(), text);
      }
    }
    assertTrue(0 < read && read < ROUNDS, read + " of " + ROUNDS + " were read");
  }

  private static String changed(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int at = random.nextInt(changed.length());
      int end = Math.min(changed.length(), at + random.nextInt(4));
      int piece = random.nextInt(PIECES.length());
      changed.replace(at, end, PIECES.substring(piece, piece + 1));
    }
    return changed.toString();
  }

  @Test
  void fileWithoutEndIsRefused() {
    assumeTrue(Files.exists(Path.of("/dev/zero")), "no /dev/zero here");
    UserError endless = assertThrows(UserError.class, () -> ParameterText.parse("@/dev/zero"));
    assertTrue(endless.getMessage().contains("characters are too many"), endless.getMessage());
  }

  @Test
  void deepNestingIsRefusedWhateverItIsMadeOf() throws Exception {
    for (String bracket : List.of("[", "(", "{'a':")) {
      Path file = Files.writeString(folder.resolve("deep.json"), "{'a':" + bracket.repeat(100_000));
      UserError deep = assertThrows(UserError.class, () -> ParameterText.parse("@" + file));
      assertTrue(deep.getMessage().contains("more than 64 levels of brackets"), deep.getMessage());
    }
  }

  @Test
  void millionDigitsAreRefused() {
    String digits = "9".repeat(1_000_000);
    for (String number : List.of(digits, "0." + digits, "-" + digits, "1e" + digits)) {
      assertThrows(UserError.class, () -> ParameterText.parse("{'a': " + number + "}"));
    }
  }
}

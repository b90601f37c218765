package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoveLineTest {

  private static final MoveLine MOVE =
      new MoveLine(
          12,
          "noisy_sine",
          "0123456789abcdef".repeat(4),
          "train",
          1_700_000_000_000L,
          new IndexRanges(List.of(new IndexRange(0, 73), new IndexRange(93, 7))));

  @Test
  void lineIsReadAsItWasWritten() {
    assertEquals(Optional.of(MOVE), MoveLine.parse(MOVE.text()));
  }

  @Test
  void everyFlippedBitIsSeen() {
    byte[] line = MOVE.text().getBytes(StandardCharsets.ISO_8859_1);
    for (int bit = 0; bit < 8 * line.length; bit++) {
      line[bit / 8] ^= (byte) (1 << bit % 8);
      String flipped = new String(line, StandardCharsets.ISO_8859_1);
      assertEquals(Optional.empty(), MoveLine.parse(flipped), "bit " + bit);
      line[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void everyCutLineIsSeen() {
    String line = MOVE.text();
    for (int length = 0; length < line.length(); length++) {
      assertEquals(Optional.empty(), MoveLine.parse(line.substring(0, length)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\td\th\tg\t1\t0+1",
        "1\td\th\tg\t\t0+1",
        "1\td\th\tg\t1\t0",
        "1\td\th\tg\t1\t0+0",
        "1\td\th\tg\t1\t5+",
        "1\td\th\tg\t1\t9223372036854775807+2",
        "99999999999999999999\td\th\tg\t1\t0+1",
        "1\td\th\tg\t1"
      })
  void lineThatIsNoMoveIsNoneWithARightChecksumEither(String fields) {
    String text = fields + "\t";
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Optional.empty(), MoveLine.parse(text + "%08x\n".formatted(crc.getValue())));
  }
}

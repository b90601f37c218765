package io.slurmgen.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.model.IndexRange;
import io.slurmgen.model.IndexRanges;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalLineTest {

  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final MoveLine MOVE = move(OptionalLong.of(-4711), 3);
  private static final MoveLine OLD_MOVE = move(OptionalLong.empty(), 0);
  private static final SubmissionLine SUBMISSION =
      new SubmissionLine(4, 17, 12, "noisy_sine", HASH, 2, -4711, 1_700_000_000_000L);

  private static MoveLine move(OptionalLong seed, long lastSubmission) {
    return new MoveLine(
        12,
        "noisy_sine",
        HASH,
        "train",
        1_700_000_000_000L,
        new IndexRanges(List.of(new IndexRange(0, 73), new IndexRange(93, 7))),
        seed,
        lastSubmission);
  }

  static Stream<JournalLine> lines() {
    return Stream.of(MOVE, OLD_MOVE, SUBMISSION);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void lineIsReadAsItWasWritten(JournalLine line) {
    assertEquals(Optional.of(line), JournalLine.parse(line.text()));
  }

  @Test
  void linesAreThoseOfTheTable() {
    String checked = MOVE.text().substring(0, MOVE.text().length() - 9);
    assertEquals(
        "12\tnoisy_sine\t" + HASH + "\ttrain\t1700000000000\t0+73,93+7\t-4711\t3\t", checked);
    assertEquals(
        "submission\t4\t17\t12\tnoisy_sine\t" + HASH + "\t2\t-4711\t1700000000000\t",
        SUBMISSION.fields());
  }

  /** From {@code kept/0.1.0/cache/moves.journal}. */
  @Test
  void lineOfTheFirstVersionIsRead() {
    String hash = "01283904845bc7ce70a8224eafbd07731842315797340d392752e709098fe136";
    assertEquals(
        Optional.of(
            new MoveLine(
                1,
                "wave",
                hash,
                "train",
                1796085378680L,
                new IndexRanges(List.of(new IndexRange(0, 45))),
                OptionalLong.empty(),
                0)),
        JournalLine.parse("1\twave\t" + hash + "\ttrain\t1796085378680\t0+45\te8dfb600\n"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyFlippedBitIsSeen(JournalLine of) {
    byte[] line = of.text().getBytes(StandardCharsets.ISO_8859_1);
    for (int bit = 0; bit < 8 * line.length; bit++) {
      line[bit / 8] ^= (byte) (1 << bit % 8);
      String flipped = new String(line, StandardCharsets.ISO_8859_1);
      assertEquals(Optional.empty(), JournalLine.parse(flipped), "bit " + bit);
      line[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyCutLineIsSeen(JournalLine of) {
    String line = of.text();
    for (int length = 0; length < line.length(); length++) {
      assertEquals(Optional.empty(), JournalLine.parse(line.substring(0, length)));
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
        "1\td\th\tg\t1",
        "1\td\th\tg\t1\t0+1\t5",
        "1\td\th\tg\t1\t0+1\tx\t5",
        "1\td\th\tg\t1\t0+1\t5\t",
        "submission\t1\t1\t0\td\th\t0\t5",
        "submission\t1\t1\t0\td\th\t0\t5\t9\t9",
        "submission\t1\t1\t0\td\th\tx\t5\t9"
      })
  void lineThatIsNoneIsNoneWithARightChecksumEither(String fields) {
    String text = fields + "\t";
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Optional.empty(), JournalLine.parse(text + "%08x\n".formatted(crc.getValue())));
  }
}

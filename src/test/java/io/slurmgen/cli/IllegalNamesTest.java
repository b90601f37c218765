package io.slurmgen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.cli.text.ExitCode;
import io.slurmgen.segment.SegmentFile;
import io.slurmgen.segment.column.CorruptSegmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Segments whose own schema tells names that no dataset, group or preprocessor can have. */
class IllegalNamesTest extends RebuildCase {

  /** Replaces a value of the schema's metadata by one of the same length. */
  private static void change(Path segment, String value, String other) throws IOException {
    String bytes = Files.readString(segment, StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(value + "\0");
    assertTrue(at > 0, value);
    String changed = bytes.substring(0, at) + other + bytes.substring(at + value.length());
    Files.writeString(segment, changed, StandardCharsets.ISO_8859_1);
    sign(segment);
  }

  /** Gives the schema the checksum of its new bytes. */
  private static void sign(Path segment) throws IOException {
    CorruptSegmentException damaged =
        assertThrows(CorruptSegmentException.class, () -> SegmentFile.open(segment));
    Matcher sums =
        Pattern.compile("expected CRC32C (\\w{8}), found (\\w{8})").matcher(damaged.getMessage());
    assertTrue(sums.find(), damaged.getMessage());
    String bytes = Files.readString(segment, StandardCharsets.ISO_8859_1);
    String signed = bytes.replace(sums.group(1), sums.group(2));
    Files.writeString(segment, signed, StandardCharsets.ISO_8859_1);
    SegmentFile.open(segment).close();
  }

  private void assertOneFileIsDamaged(String name, String illegal) {
    UserDirectory.Result verified = user.run("verify");
    assertEquals(ExitCode.FAILED, verified.exitCode(), verified.out());
    List<String> faults =
        verified.out().lines().filter(line -> line.startsWith("noisy_sine/")).toList();
    assertEquals(1, faults.size(), verified.out());
    assertTrue(faults.get(0).contains("/" + name + ": "), verified.out());
    String said = rebuild().err() + rebuild().out();
    assertTrue(said.lines().anyMatch(line -> line.contains(name) && line.contains(illegal)), said);
  }

  @Test
  void datasetOfOneSegmentCostsThatSegmentOnly() throws Exception {
    change(segment("J4-1.arrows"), "noisy_sine", "noisy{sine");
    assertOneFileIsDamaged("J4-1.arrows", "noisy{sine");
    assertTrue(counts().contains("train 30"), counts());
    assertTrue(counts().contains("train 120"), counts());
  }

  @Test
  void preprocessorOfOneSegmentCostsThatSegmentOnly() throws Exception {
    change(segment("J6-1.arrows"), "square_both", "square{both");
    assertOneFileIsDamaged("J6-1.arrows", "square{both");
    assertTrue(counts().contains("train 120"), counts());
  }

  @Test
  void groupOfOneSegmentCostsThatSegmentOnly() throws Exception {
    change(segment("J6-1.arrows"), "train", "tr/in");
    assertOneFileIsDamaged("J6-1.arrows", "tr/in");
    assertTrue(counts().contains("train 120"), counts());
  }
}

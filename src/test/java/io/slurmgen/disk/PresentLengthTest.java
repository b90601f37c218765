package io.slurmgen.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other nodes have to do with it is in StaleLengthsTest. */
class PresentLengthTest {

  @TempDir Path directory;

  @Test
  void fileHasItsLengthWhateverIsExpected() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[5]);
    assertEquals(OptionalLong.of(5), PresentLength.of(file));
    assertEquals(OptionalLong.of(5), PresentLength.of(file, 3));
    assertEquals(OptionalLong.of(5), PresentLength.of(file, 9));
    assertEquals(5, PresentLength.ofExisting(file));
    assertTrue(PresentLength.isThere(file));
  }

  @Test
  void missingFileHasNone() throws IOException {
    Path file = directory.resolve("no folder/file");
    assertEquals(OptionalLong.empty(), PresentLength.of(file));
    assertEquals(OptionalLong.empty(), PresentLength.of(file, 3));
    assertFalse(PresentLength.isThere(file));
    assertThrows(NoSuchFileException.class, () -> PresentLength.ofExisting(file));
  }

  @Test
  void pipeIsThereAndNotWaitedFor() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertTrue(PresentLength.isThere(pipe));
    assertEquals(OptionalLong.empty(), PresentLength.of(pipe));
    assertEquals(OptionalLong.empty(), PresentLength.of(pipe, 3));
  }

  @Test
  void folderIsThereAndIsNamedWhereAFileIsExpected() throws IOException {
    assertTrue(PresentLength.isThere(directory));
    IOException e = assertThrows(IOException.class, () -> PresentLength.of(directory));
    assertTrue(e.getMessage().startsWith(directory.toString()), e.toString());
  }
}

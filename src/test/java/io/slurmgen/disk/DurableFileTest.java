package io.slurmgen.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {

  @TempDir Path directory;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(Path file, String text) throws IOException {
    DurableFile.write(file, out -> out.write(text.getBytes(UTF_8)));
  }

  @Test
  void fileIsMadeOrReplacedWhole() throws IOException {
    Path file = directory.resolve("a b");
    write(file, "first, and long");
    assertEquals("first, and long", Files.readString(file));
    write(file, "second");
    assertEquals("second", Files.readString(file));
    assertEquals(List.of("a b"), names());
  }

  @Test
  void failedContentLeavesTheFileAsItWas() throws IOException {
    Path file = directory.resolve("file");
    for (Throwable failure :
        List.of(new IOException("full"), new IllegalStateException(), new StackOverflowError())) {
      assertThrows(failure.getClass(), () -> DurableFile.write(file, out -> fail(failure)));
      assertEquals(List.of(), names());
    }
    write(file, "kept");
    assertThrows(
        IOException.class,
        () ->
            DurableFile.write(
                file,
                out -> {
                  out.write(new byte[1 << 16]);
                  throw new IOException("full");
                }));
    assertEquals("kept", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  private static void fail(Throwable failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw (Error) failure;
  }

  @Test
  void oldContentIsThereWhileTheNewIsWritten() throws IOException {
    Path file = directory.resolve("file");
    write(file, "old");
    DurableFile.write(
        file,
        out -> {
          out.write("new".getBytes(UTF_8));
          assertEquals("old", Files.readString(file));
        });
    assertEquals("new", Files.readString(file));
  }

  @Test
  void contentMayCloseItsStream() throws IOException {
    Path file = directory.resolve("file");
    DurableFile.write(
        file,
        out -> {
          try (Writer writer = new OutputStreamWriter(out, UTF_8)) {
            writer.write("closed");
          }
        });
    assertEquals("closed", Files.readString(file));
  }

  @Test
  void permissionsAreThoseThatTheUmaskGives() throws IOException {
    Path durable = directory.resolve("durable");
    Path plain = Files.createFile(directory.resolve("plain"));
    write(durable, "text");
    Set<PosixFilePermission> expected = Files.getPosixFilePermissions(plain);
    assertEquals(expected, Files.getPosixFilePermissions(durable));
  }

  @Test
  void missingDirectoryIsAnError() {
    Path file = directory.resolve("missing").resolve("file");
    assertThrows(NoSuchFileException.class, () -> write(file, "text"));
    assertFalse(Files.exists(file));
  }

  @Test
  void directoryInTheWayIsAnErrorAndStays() throws IOException {
    Path file = Files.createDirectories(directory.resolve("file").resolve("inner")).getParent();
    assertThrows(IOException.class, () -> write(file, "text"));
    assertEquals(List.of("file"), names());
  }

  @Test
  void largeContentIsWhole() throws IOException {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 7);
    Path file = directory.resolve("large");
    DurableFile.write(file, out -> out.write(large));
    assertEquals(-1, Arrays.mismatch(large, Files.readAllBytes(file)));
  }
}

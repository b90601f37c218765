package io.slurmgen.dataset.params;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slurmgen.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Parameters as people type them: JSON, or a dict as Python prints it (single quotes, {@code True},
 * {@code False}, {@code None}, tuples for lists, a comma after the last element), or
 * {@code @file.json} for a file that holds either, relative to the working directory.
 *
 * <p>Stricter than most readers of JSON: a name given twice, NaN, infinities and numbers outside
 * the range of a double are mistakes, and so are more than {@value #MAX_CHARS} characters.
 */
public final class ParameterText {
  static final int MAX_CHARS = 1 << 20;

  private ParameterText() {}

  /**
   * Reads parameters.
   *
   * @param text what was typed
   * @return the names and values, with every integral number an integer
   * @throws UserError if it cannot be read, saying where and why
   */
  public static ObjectNode parse(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("@")) {
      Path file = path(stripped.substring(1));
      return parse(file.toString(), read(file));
    }
    return parse("parameters", text);
  }

  private static ObjectNode parse(String source, String text) {
    if (text.length() > MAX_CHARS) {
      throw tooLong(source, Integer.toString(text.length()));
    }
    return new LiteralParser(source, text).parse();
  }

  private static Path path(String name) {
    if (name.isEmpty()) {
      throw new UserError("@ alone is no parameter file; expected a name, such as @params.json");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UserError("the parameter file \"" + name + "\" cannot be a file name", e);
    }
  }

  private static String read(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError("the parameter file " + file.toAbsolutePath() + " is a directory");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
    } catch (NoSuchFileException e) {
      throw new UserError("there is no parameter file " + file.toAbsolutePath(), e);
    } catch (CharacterCodingException e) {
      throw new UserError("the parameter file " + file.toAbsolutePath() + " is not UTF-8", e);
    } catch (AccessDeniedException e) {
      throw new UserError("the parameter file " + file.toAbsolutePath() + " may not be read", e);
    } catch (IOException e) {
      throw new UserError(
          "cannot read the parameter file " + file.toAbsolutePath() + ": " + e.getMessage(), e);
    }
  }

  /** Not asked of its size, which a pipe or a device does not know. */
  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_CHARS + 1);
      if (bytes.length > MAX_CHARS) {
        throw tooLong(file.toString(), "more than " + MAX_CHARS);
      }
      return bytes;
    }
  }

  private static UserError tooLong(String source, String count) {
    return new UserError(
        "%s: %s characters are too many for parameters (at most %d)"
            .formatted(source, count, MAX_CHARS));
  }
}

package io.slurmgen.dataset.params;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of several things one after the other, each with its length, so that none can pass for
 * two.
 */
public final class Sha256 {
  private final MessageDigest digest = newDigest();

  /** The plain SHA-256 of a text in UTF-8, as {@code sha256sum} prints it. */
  public static String hexOf(String text) {
    return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static void requireHex(String hash) {
    if (hash.length() != 64
        || !hash.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 'g')) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal digits: " + hash);
    }
  }

  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  public Sha256 add(byte[] bytes) {
    addLength(bytes.length);
    digest.update(bytes);
    return this;
  }

  public Sha256 add(Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long lengthBytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; (n = in.read(buffer)) > 0; lengthBytes += n) {
        digest.update(buffer, 0, n);
      }
    }
    addLength(lengthBytes);
    return this;
  }

  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void addLength(long lengthBytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(lengthBytes).flip());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}

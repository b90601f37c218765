package io.slurmgen.segment;

import io.slurmgen.segment.column.ByteStore;
import io.slurmgen.segment.column.Chunk;
import io.slurmgen.segment.column.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The fixed-width text that ends the metadata of every message of a segment, found without parsing:
 * its last byte is the NUL that ends the metadata. Numbers are padded with zeros.
 *
 * <pre>
 * chunk    first=DDDDDDDDDDDDDDDDDDD nanos=DDDDDDDDDDDDDDDDDDD bytes=DDDDDDDDD crc32c=XXXXXXXX
 *          83 bytes; first sample index, generating time, bytes of the whole message
 * schema   format=DDDD chunk_head=DDDDDDDD crc32c=XXXXXXXX
 *          47 bytes; format version, bytes of prefix and metadata of every chunk
 * </pre>
 *
 * <p>The CRC32C covers the whole message (prefix, metadata, body) with its own eight digits as '0'.
 */
final class MessageTail {
  /** The most that nine digits can hold. */
  static final int MAX_MESSAGE_BYTES = ByteStore.MAX_BYTES;

  /** The tail of a chunk's message. */
  static final MessageTail CHUNK =
      new MessageTail("first", 19, "nanos", 19, "bytes", 9, "crc32c", 8);

  static final int FIRST = 0;
  static final int NANOS = 1;
  static final int BYTES = 2;

  /** The tail of the schema message. */
  static final MessageTail SCHEMA = new MessageTail("format", 4, "chunk_head", 8, "crc32c", 8);

  static final int FORMAT = 0;
  static final int CHUNK_HEAD = 1;

  private static final byte[] ZERO_DIGITS = "00000000".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  /** The text with all digits zero, and its final NUL. */
  private final byte[] blank;

  /** The place of each number's first digit, counted back from the end of the metadata. */
  private final int[] digitsFromEnd;

  private final int[] widths;

  private MessageTail(Object... namesAndWidths) {
    StringBuilder text = new StringBuilder();
    List<Integer> starts = new ArrayList<>();
    widths = new int[namesAndWidths.length / 2];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = (int) namesAndWidths[2 * i + 1];
      text.append(i == 0 ? "" : " ").append(namesAndWidths[2 * i]).append('=');
      starts.add(text.length());
      text.append("0".repeat(widths[i]));
    }
    String blankText = text.toString();
    blank = (blankText + '\0').getBytes(StandardCharsets.US_ASCII);
    digitsFromEnd = starts.stream().mapToInt(at -> blank.length - at).toArray();
  }

  /** The value to put into a flatbuffer as its first string. */
  String blank() {
    return new String(blank, 0, blank.length - 1, StandardCharsets.US_ASCII);
  }

  /** Bytes from the text's beginning to the metadata's end. */
  int length() {
    return blank.length;
  }

  /** Writes a number into the metadata that ends at {@code end}. */
  void put(byte[] metadata, int end, int field, long value) {
    int at = end - digitsFromEnd[field];
    long rest = value;
    for (int i = widths[field] - 1; i >= 0; i--) {
      metadata[at + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    if (rest != 0 || value < 0) {
      throw new IllegalArgumentException(value + " does not fit " + widths[field] + " digits");
    }
  }

  void putCrc(byte[] metadata, int end, int crc) {
    int at = end - digitsFromEnd[widths.length - 1];
    for (int i = 0; i < 8; i++) {
      metadata[at + i] = HEX[crc >>> (28 - 4 * i) & 15];
    }
  }

  void clearCrc(byte[] metadata, int end) {
    System.arraycopy(
        ZERO_DIGITS, 0, metadata, end - digitsFromEnd[widths.length - 1], ZERO_DIGITS.length);
  }

  /** Whether the metadata that ends at {@code end} ends with this text, any digits in it. */
  boolean matches(ByteBuffer bytes, int end) {
    int begin = end - blank.length;
    for (int i = 0; i < blank.length; i++) {
      byte found = bytes.get(begin + i);
      if (found != blank[i] && (blank[i] != '0' || Character.digit(found, 16) < 0)) {
        return false;
      }
    }
    return true;
  }

  /** A decimal number of a chunk. */
  long get(Chunk chunk, int field) {
    return get(chunk.window().bytes(), chunk.metadataEnd(), field);
  }

  /** A decimal number; -1 if there is something else in its place. */
  long get(ByteBuffer bytes, int end, int field) {
    int at = end - digitsFromEnd[field];
    int digitsEnd = at + widths[field];
    long value = 0;
    for (; at + Long.BYTES <= digitsEnd; at += Long.BYTES) {
      long eight = bytes.getLong(at);
      if (!areDigits(eight)) {
        return -1;
      }
      value = 100_000_000 * value + number(eight);
    }
    for (; at < digitsEnd; at++) {
      int digit = bytes.get(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value < 0 ? -1 : value;
  }

  /** Whether eight bytes, the first one lowest, are all '0' to '9'. */
  private static boolean areDigits(long eight) {
    long high = 0xF0F0F0F0F0F0F0F0L;
    return (eight & high) == 0x3030303030303030L
        && (eight + 0x0606060606060606L & high) == 0x3030303030303030L;
  }

  /** Joins neighbouring digits to pairs, pairs to fours, fours to the number of eight digits. */
  private static long number(long eight) {
    long digits = eight - 0x3030303030303030L;
    long pairs = digits * 10 + (digits >>> 8) & 0x00FF00FF00FF00FFL;
    long fours = pairs * 100 + (pairs >>> 16) & 0x0000FFFF0000FFFFL;
    return (fours * 10_000 + (fours >>> 32)) & 0xFFFFFFFFL;
  }

  /** The checksum as written, -1 (which no checksum is) if it is not eight hexadecimal digits. */
  long getCrc(ByteBuffer bytes, int end) {
    int at = end - digitsFromEnd[widths.length - 1];
    long crc = 0;
    for (int i = 0; i < 8; i++) {
      int digit = hexDigit(bytes.get(at + i));
      if (digit < 0) {
        return -1;
      }
      crc = crc << 4 | digit;
    }
    return crc;
  }

  /** Lower case only: every flipped bit must show. */
  private static int hexDigit(byte character) {
    return character >= '0' && character <= '9'
        ? character - '0'
        : character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
  }

  /** The checksum of a message whose metadata ends at {@code metadataEnd}, as it should be. */
  int computeCrc(Window window, int begin, int metadataEnd, int end) {
    int digits = metadataEnd - digitsFromEnd[widths.length - 1];
    ByteBuffer bytes = window.bytes().duplicate();
    CRC32C crc = new CRC32C();
    crc.update(bytes.limit(digits).position(begin));
    crc.update(ZERO_DIGITS);
    crc.update(bytes.limit(end).position(digits + ZERO_DIGITS.length));
    return (int) crc.getValue();
  }
}

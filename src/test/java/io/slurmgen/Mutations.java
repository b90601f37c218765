package io.slurmgen;

import java.util.Arrays;
import java.util.Random;

/**
 * What happens to the bytes of a file: a flipped bit, another byte, a cut, an insertion, a block
 * that is zeroed, doubled or swapped with another.
 */
public final class Mutations {

  private final Random random;
  private final int blockBytes;

  /** Mutations of files that are made of such blocks. */
  public Mutations(Random random, int blockBytes) {
    this.random = random;
    this.blockBytes = blockBytes;
  }

  /** How often the random tests try: as often as the property fuzz.rounds says, if it is set. */
  public static int rounds(int usual) {
    return Integer.getInteger("fuzz.rounds", usual);
  }

  /** The seed of a random test. */
  public static long seed(Class<?> test) {
    return Seeds.of(test.getSimpleName().hashCode());
  }

  /** A copy with one or two mutations of any kind. */
  public byte[] of(byte[] bytes) {
    byte[] once = one(bytes);
    return random.nextInt(4) == 0 ? one(once) : once;
  }

  private byte[] one(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    } else if (bytes.length < 2 * blockBytes) {
      return flipped(bytes);
    }
    return switch (random.nextInt(10)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> inserted(bytes);
      case 2 -> zeroed(bytes);
      case 3 -> copied(bytes, block(bytes), block(bytes));
      case 4 -> swapped(bytes);
      default -> flipped(bytes);
    };
  }

  /** A copy with another byte in some place that is no zero among zeros. */
  public byte[] flipped(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    while (at > 0 && bytes[at] == 0 && bytes[at - 1] == 0) {
      at = random.nextInt(bytes.length);
    }
    return flipped(bytes, at);
  }

  /** A copy with another byte in a place, which differs by one bit or more. */
  public byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (random.nextBoolean() ? 1 << random.nextInt(8) : 1 + random.nextInt(255));
    return flipped;
  }

  private int block(byte[] bytes) {
    return random.nextInt(bytes.length / blockBytes) * blockBytes;
  }

  private byte[] inserted(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    byte[] added = new byte[1 + random.nextInt(2 * blockBytes)];
    random.nextBytes(added);
    byte[] inserted = Arrays.copyOf(bytes, bytes.length + added.length);
    System.arraycopy(added, 0, inserted, at, added.length);
    System.arraycopy(bytes, at, inserted, at + added.length, bytes.length - at);
    return inserted;
  }

  private byte[] zeroed(byte[] bytes) {
    byte[] zeroed = bytes.clone();
    int at = random.nextInt(bytes.length);
    Arrays.fill(zeroed, at, Math.min(bytes.length, at + 1 + random.nextInt(blockBytes)), (byte) 0);
    return zeroed;
  }

  private byte[] copied(byte[] bytes, int from, int to) {
    byte[] copied = bytes.clone();
    System.arraycopy(bytes, from, copied, to, blockBytes);
    return copied;
  }

  private byte[] swapped(byte[] bytes) {
    int one = block(bytes);
    int other = block(bytes);
    byte[] swapped = copied(bytes, one, other);
    System.arraycopy(bytes, other, swapped, one, blockBytes);
    return swapped;
  }
}

package io.slurmgen.dataset.method;

import io.slurmgen.dataset.params.Parameters;
import io.slurmgen.dataset.params.Sha256;
import java.util.random.RandomGenerator;

/**
 * The random numbers of one parameter set: a sequence of its own for every sample, whatever was
 * drawn before and wherever it runs.
 *
 * <p>The numbers are those of xoshiro256++ (Blackman and Vigna, <a
 * href="https://prng.di.unimi.it">prng.di.unimi.it</a>). Word i (0 to 3) of its state is seeded
 * from SplitMix64's mixing function m and step g, with h the four big-endian words of the parameter
 * hash:
 *
 * <pre>
 *   key[i]   = h[i] xor m(seed + (i + 1) g)
 *   state[i] = m(key[i] + (4 index + i) g)
 * </pre>
 *
 * <p>This table is a format: changing it changes everybody's data. Only {@link #nextLong()} is
 * ours; the other methods are the JDK's own on top of it.
 *
 * <p>Before the first {@link #startSample} it gives the numbers of sample -1, so what a generator
 * draws before it returns its stream is the same in every task. Not thread-safe.
 */
public final class SampleRandom implements RandomGenerator {
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final long key0;
  private final long key1;
  private final long key2;
  private final long key3;
  private long s0;
  private long s1;
  private long s2;
  private long s3;

  /**
   * The random numbers of a parameter set.
   *
   * @param seed any number
   * @param paramHash the {@linkplain Parameters#hash() hash} of the parameters
   */
  public SampleRandom(long seed, String paramHash) {
    Sha256.requireHex(paramHash);
    key0 = word(paramHash, 0) ^ mix(seed + STEP);
    key1 = word(paramHash, 1) ^ mix(seed + 2 * STEP);
    key2 = word(paramHash, 2) ^ mix(seed + 3 * STEP);
    key3 = word(paramHash, 3) ^ mix(seed + 4 * STEP);
    startSample(-1);
  }

  /**
   * Makes the next number the first one of a sample.
   *
   * @param index the sample's index in its parameter set
   */
  public void startSample(long index) {
    long counter = 4 * index * STEP;
    s0 = mix(key0 + counter);
    s1 = mix(key1 + counter + STEP);
    s2 = mix(key2 + counter + 2 * STEP);
    s3 = mix(key3 + counter + 3 * STEP);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(s0 + s3, 23) + s0;
    long t = s1 << 17;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = Long.rotateLeft(s3, 45);
    return result;
  }

  private static long word(String hash, int i) {
    return Long.parseUnsignedLong(hash, 16 * i, 16 * i + 16, 16);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

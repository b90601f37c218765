package io.slurmgen.dataset.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.params.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("jdk")
class SampleRandomTest {
  private static final String HASH = Sha256.hexOf("{\"left\":-1,\"right\":1,\"std_dev\":0.1}");
  private static final long STEP = 0x9e3779b97f4a7c15L;

  /** Made by a program in another language, written from the published algorithms. */
  @ParameterizedTest
  @CsvSource({
    "42, 0, ae7fdee507710601, 3d04f1cd94b3b2, b87b5ce612e40fb1",
    "42, 1, 58aa9d962ba30035, 7059eb2da6017bdd, 832373e6d9eb915e",
    "42, -1, ac763a61444b6035, e4814aed32ec11a0, 5ebe3d2ecdc72e8b",
    "-1, 999999, a09af8f5fb53391b, a4a0ca095e9708f5, 92a2c35c19568fb1",
    "-9223372036854775808, 123456789012, f921860666b92e54, 2ea491afb319f563, 74c5671a1330ab08"
  })
  void firstNumbersNeverChange(long seed, long index, String first, String second, String third) {
    SampleRandom random = new SampleRandom(seed, HASH);
    random.startSample(index);
    assertEquals(first, Long.toHexString(random.nextLong()));
    assertEquals(second, Long.toHexString(random.nextLong()));
    assertEquals(third, Long.toHexString(random.nextLong()));
  }

  /** SplittableRandom is SplitMix64; xoshiro256++ is written here as its authors published it. */
  @Test
  void numbersAreThoseOfThePublishedAlgorithms() {
    SplittableRandom seeds = new SplittableRandom(20240229);
    for (int run = 0; run < 200; run++) {
      long seed = seeds.nextLong();
      long index = seeds.nextLong(1L << 40);
      long[] state = referenceState(seed, index);
      SampleRandom random = new SampleRandom(seed, HASH);
      random.startSample(index);
      for (int i = 0; i < 100; i++) {
        assertEquals(next(state), random.nextLong(), "seed " + seed + " index " + index);
      }
    }
  }

  private static long[] referenceState(long seed, long index) {
    SplittableRandom ofSeed = new SplittableRandom(seed);
    long[] state = new long[4];
    for (int i = 0; i < 4; i++) {
      String word = HASH.substring(16 * i, 16 * i + 16);
      long key = new BigInteger(word, 16).longValue() ^ ofSeed.nextLong();
      state[i] = new SplittableRandom(key + (4 * index + i - 1) * STEP).nextLong();
    }
    return state;
  }

  private static long next(long[] s) {
    long result = rotl(s[0] + s[3], 23) + s[0];
    long t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
  }

  private static long rotl(long x, int k) {
    return (x << k) | (x >>> (64 - k));
  }

  /** What users call is the JDK's code: this must hold on each JDK that we support. */
  @Test
  void derivedNumbersAreTheSameOnEveryJdk() {
    SampleRandom random = new SampleRandom(42, HASH);
    long digest = 17;
    for (int index = 0; index < 10_000; index++) {
      random.startSample(index);
      digest = 31 * digest + Double.doubleToRawLongBits(random.nextDouble(-1, 1));
      digest = 31 * digest + Double.doubleToRawLongBits(random.nextGaussian());
      digest = 31 * digest + Double.doubleToRawLongBits(random.nextGaussian(3, 0.5));
      digest = 31 * digest + Double.doubleToRawLongBits(random.nextExponential());
      digest = 31 * digest + random.nextInt(10) + random.nextLong(-5, 1L << 50);
      digest =
          31 * digest
              + Float.floatToRawIntBits(random.nextFloat())
              + (random.nextBoolean() ? 1 : 0);
    }
    assertEquals("f02d4f7e4b6f0601", Long.toHexString(digest));
  }

  @Test
  void sampleDoesNotDependOnWhatWasDrawnBefore() {
    SampleRandom random = new SampleRandom(-5, HASH);
    long[] forwards = new long[100];
    for (int i = 0; i < 100; i++) {
      random.startSample(i);
      forwards[i] = random.nextLong() ^ random.nextLong();
    }
    for (int i = 99; i >= 0; i--) {
      random.startSample(i);
      assertEquals(forwards[i], random.nextLong() ^ random.nextLong());
      random.longs(i).sum();
    }
  }

  @Test
  void startsOutsideAllSamples() {
    SampleRandom fresh = new SampleRandom(1, HASH);
    SampleRandom other = new SampleRandom(1, HASH);
    other.startSample(5);
    other.nextLong();
    other.startSample(-1);
    assertEquals(fresh.nextLong(), other.nextLong());
    fresh.startSample(0);
    assertNotEquals(fresh.nextLong(), new SampleRandom(1, HASH).nextLong());
  }

  @Test
  void seedsAndParametersGiveOtherNumbers() {
    long[] first =
        LongStream.of(
                new SampleRandom(1, HASH).nextLong(),
                new SampleRandom(2, HASH).nextLong(),
                new SampleRandom(Long.MIN_VALUE, HASH).nextLong(),
                new SampleRandom(Long.MAX_VALUE, HASH).nextLong(),
                new SampleRandom(1, Sha256.hexOf("{}")).nextLong())
            .distinct()
            .toArray();
    assertEquals(5, first.length);
  }

  @Test
  void whatIsNoHashIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SampleRandom(1, "abc"));
    assertThrows(
        IllegalArgumentException.class, () -> new SampleRandom(1, "-" + HASH.substring(1)));
  }

  /** The numbers that matter: the first few of each of many consecutive samples. */
  @Test
  void firstNumbersOfConsecutiveSamplesLookIndependent() {
    int samples = 1_000_000;
    SampleRandom random = new SampleRandom(3, HASH);
    int[] buckets = new int[256];
    int[] ones = new int[64];
    double[] moments = new double[4];
    double previous = 0;
    for (int index = 0; index < samples; index++) {
      random.startSample(index);
      long bits = random.nextLong();
      double x = (bits >>> 11) * 0x1p-53 - 0.5;
      double second = random.nextDouble() - 0.5;
      buckets[(int) (bits >>> 56)]++;
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) (bits >>> bit & 1);
      }
      moments[0] += x;
      moments[1] += x * x;
      moments[2] += x * previous;
      moments[3] += x * second;
      previous = x;
    }
    double sigma = 1 / Math.sqrt(12.0 * samples);
    assertEquals(0, moments[0] / samples, 5 * sigma);
    assertEquals(1 / 12.0, moments[1] / samples, 5 * Math.sqrt(1 / 180.0 / samples));
    assertEquals(0, moments[2] / samples, 5 / 12.0 / Math.sqrt(samples));
    assertEquals(0, moments[3] / samples, 5 / 12.0 / Math.sqrt(samples));
    double chiSquared = 0;
    for (int count : buckets) {
      double expected = samples / 256.0;
      chiSquared += (count - expected) * (count - expected) / expected;
    }
    assertTrue(chiSquared > 150 && chiSquared < 370, "chi squared of 255 degrees: " + chiSquared);
    for (int count : ones) {
      assertEquals(samples / 2.0, count, 5 * Math.sqrt(samples) / 2);
    }
  }

  @Test
  void oneSampleDrawsLikeAnyGenerator() {
    SampleRandom random = new SampleRandom(3, HASH);
    double[] normal = new double[200_000];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = random.nextGaussian();
    }
    double mean = Arrays.stream(normal).average().orElseThrow();
    double variance = Arrays.stream(normal).map(x -> x * x).average().orElseThrow();
    assertArrayEquals(new double[] {0, 1}, new double[] {mean, variance}, 0.02);
  }
}

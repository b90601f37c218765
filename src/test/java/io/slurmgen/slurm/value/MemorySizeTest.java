package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({
    "1GB, 1024M",
    "2G, 2048M",
    "2g, 2048M",
    "4000M, 4000M",
    "500, 500M",
    "1T, 1048576M",
    "1025K, 2M",
    "3GiB, 3072M"
  })
  void readsUnitsAsSlurmDoes(String text, String printed) {
    assertEquals(printed, MemorySize.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "x", "1.5G", "-1", "1 GB", "1P", "B", "9999999999M"})
  void refusesWhatIsNoSize(String text) {
    assertThrows(UserError.class, () -> MemorySize.parse(text));
  }

  @Test
  void emptyIsTheClustersDefaultAndStaysSo() {
    assertTrue(MemorySize.parse("").isClusterDefault());
    assertTrue(MemorySize.parse("").times(1.5).isClusterDefault());
    assertEquals("", MemorySize.CLUSTER_DEFAULT.toString());
  }

  @Test
  void multipliesRoundingUp() {
    assertEquals("1536M", MemorySize.parse("1GB").times(1.5).toString());
    assertEquals("2M", MemorySize.parse("1").times(1.5).toString());
  }
}

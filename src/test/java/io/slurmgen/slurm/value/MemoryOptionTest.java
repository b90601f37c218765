package io.slurmgen.slurm.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.slurm.Sbatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryOptionTest {
  private static MemoryOption of(String options) {
    return MemoryOption.of(Sbatch.userOptions(options)).orElseThrow();
  }

  @Test
  void lastOneCounts() {
    assertEquals(new MemoryOption("--mem", "4G"), of("--mem-per-cpu=1G -p x --mem 4G"));
    assertEquals(new MemoryOption("--mem-per-gpu", "1G"), of("--mem 4G --mem-per-gpu=1G"));
    assertEquals(Optional.empty(), MemoryOption.of(List.of("--mem-bind=local", "-p", "--memory")));
  }

  @Test
  void othersAreKeptInTheirOrder() {
    assertEquals(
        List.of("-p", "x", "--hold"),
        MemoryOption.without(Sbatch.userOptions("--mem 4G -p x --mem-per-cpu=1G --hold")));
  }

  @Test
  void moreOfItUnlessItIsAll() {
    assertEquals("--mem=6144M", of("--mem 4G").times(1.5).toString());
    assertEquals("--mem=0", of("--mem=0").times(1.5).toString());
  }

  @Test
  void textTellsForWhat() {
    assertEquals("4G of memory on its node", of("--mem=4G").text());
    assertEquals("all memory of the node", of("--mem=0").text());
    assertEquals("1G of memory for each GPU", of("--mem-per-gpu=1G").text());
    assertEquals("1G of memory for each CPU", of("--mem-per-cpu=1G").text());
  }
}

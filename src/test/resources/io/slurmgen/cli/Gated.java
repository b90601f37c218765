import io.slurmgen.dataset.Generator;
import io.slurmgen.dataset.Preprocessor;
import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Samples that a test can hold up, or let fail, at a point of its choice. */
public class Datasets {
  public static class GatedParams {
    /** A file; while it is missing, a task stops where it is told to. */
    public String gate = "";

    /**
     * Before which of its samples a task waits until the gate is open; none if negative. It leaves
     * a file beside the gate when it begins to.
     */
    public long wait_at = -1;

    /** For which of its samples a task throws while the gate is closed; none if negative. */
    public long fail_at = -1;

    /** How much memory a task takes before its first sample while the gate is closed. */
    public int heap_megabytes = 0;

    /** The same outside the heap. */
    public int direct_megabytes = 0;

    public String text = "";
  }

  @Generator(name = "gated", cacheEvery = 10, memPerCpu = "300M")
  public static Iterator<Sample<Double, double[]>> gated(
      long size, GatedParams params, RandomGenerator random) {
    return new Gated(params, random);
  }

  @Preprocessor(dataset = "gated", name = "sum", cacheEvery = 7, memPerCpu = "300M")
  public static Sample<Double, Double> sum(Sample<Double, double[]> sample) {
    return new Sample<>(sample.features(), sample.label()[0] + sample.label()[1]);
  }

  private static final class Gated implements Iterator<Sample<Double, double[]>> {
    private final GatedParams params;
    private final RandomGenerator random;
    private final List<Object> memory = new ArrayList<>();
    private long drawn;

    Gated(GatedParams params, RandomGenerator random) {
      this.params = params;
      this.random = random;
    }

    @Override
    public boolean hasNext() {
      return true;
    }

    @Override
    public Sample<Double, double[]> next() {
      if (drawn == 0 && !isOpen()) {
        takeMemory();
      }
      if (drawn == params.fail_at && !isOpen()) {
        throw new IllegalStateException("no luck\nwith sample " + drawn);
      }
      if (drawn == params.wait_at && !isOpen()) {
        awaitGate();
      }
      drawn++;
      double[] label = {random.nextGaussian(), random.nextDouble()};
      return new Sample<>(random.nextDouble(), label);
    }

    private boolean isOpen() {
      return Files.exists(Path.of(params.gate));
    }

    private void takeMemory() {
      for (int i = 0; i < params.heap_megabytes; i++) {
        memory.add(new byte[1 << 20]);
      }
      for (int i = 0; i < params.direct_megabytes; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        for (int at = 0; at < buffer.capacity(); at += 4096) {
          buffer.put(at, (byte) 1);
        }
        memory.add(buffer);
      }
    }

    private void awaitGate() {
      try {
        Files.createFile(Path.of(params.gate + ".waiting-" + ProcessHandle.current().pid()));
        while (!isOpen()) {
          Thread.sleep(20);
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

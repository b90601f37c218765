package io.slurmgen.segment.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.dataset.Sample;
import io.slurmgen.segment.Segments;
import io.slurmgen.segment.column.ColumnType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that keeps no data in the kernel, and so maps no files. */
@RequiresTwoMounts
class UnmappedFilesTest {
  @TempDir private Path folder;

  @Test
  void segmentsAreReadWhereFilesCannotBeMapped() throws Exception {
    try (TwoMounts mounts = TwoMounts.start(folder, TwoMounts.Kept.NOTHING)) {
      List<Sample<Object, Object>> samples =
          IntStream.range(0, 1000).mapToObj(i -> new Sample<Object, Object>(i, -i)).toList();
      Path file = mounts.shared().resolve("segment");
      Segments.write(
          file, Segments.schema(new ColumnType.Int(32), new ColumnType.Int(32)), samples, 7);
      assertThrows(IOException.class, () -> map(file));
      assertEquals(samples, Segments.read(file, samples.size()));
    }
  }

  private static void map(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
  }
}

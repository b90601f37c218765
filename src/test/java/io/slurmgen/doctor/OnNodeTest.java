package io.slurmgen.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.RequiresTwoMounts;
import io.slurmgen.TwoMounts;
import io.slurmgen.catalog.Catalog;
import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import io.slurmgen.doctor.Diagnosis.Result;
import io.slurmgen.layout.CacheDirectory;
import io.slurmgen.slurm.RequiresSlurm;
import io.slurmgen.slurm.SlurmTestCluster;
import io.slurmgen.unrecorded.ReportedAttempts;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job of Slurm on another node than the one of {@code doctor}. */
@RequiresSlurm
@RequiresTwoMounts
class OnNodeTest {

  @TempDir Path temp;

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @ParameterizedTest
  @CsvSource({"UNTIL_OPENED, OK, COHERENT", "ALL, PROBLEM, STALE"})
  void verdictIsToldAndKept(TwoMounts.Kept kept, Result result, CoherenceVerdict verdict)
      throws Exception {
    try (TwoMounts mounts = TwoMounts.start(temp.resolve("nodes"), kept)) {
      CacheDirectory directory =
          new CacheDirectory(Files.createDirectory(mounts.shared().resolve("user")));
      List<String> guest = new ArrayList<>(mounts.on(2));
      guest.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      guest.addAll(List.of("-cp", classPath()));
      guest.add("io.slurmgen.cli.verbs.ProbeGuestMain");
      Map<String, String> environment = SlurmTestCluster.get().environment();
      List<Diagnosis> found =
          Doctor.of(directory, environment, List.of("true"))
              .withJob(directory, environment, guest, List.of())
              .examine();
      Diagnosis last = found.get(found.size() - 1);
      assertEquals("on-node", last.check());
      assertEquals(result, last.result(), last.text());
      try (Catalog catalog = Catalog.open(directory, Clock.systemUTC()).orElseThrow()) {
        assertEquals(
            verdict,
            catalog
                .nodeProbes()
                .newest(FileSystemKind.of(directory.user()))
                .orElseThrow()
                .verdict());
      }
      assertEquals(verdict != CoherenceVerdict.COHERENT, ReportedAttempts.areUsedIn(directory));
    }
  }
}

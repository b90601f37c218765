package io.slurmgen.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.disk.CoherenceVerdict;
import io.slurmgen.disk.FileSystemKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProbesTest {
  @TempDir Path directory;

  private static NodeProbe probe(FileSystemKind fileSystem, CoherenceVerdict verdict) {
    return new NodeProbe(fileSystem, "login", "n1", verdict, "turn 3");
  }

  @Test
  void newestOfAFileSystemAndItsOptionsCounts() throws Exception {
    FileSystemKind nfs = new FileSystemKind("nfs4", "rw,vers=4.2,clientaddr=10.0.0.5");
    FileSystemKind onAnotherNode = new FileSystemKind("nfs4", "rw,vers=4.2,clientaddr=10.0.0.9");
    FileSystemKind otherOptions = new FileSystemKind("nfs4", "rw,vers=4.2,nocto");
    try (TestCatalog catalog = TestCatalog.in(directory)) {
      NodeProbes probes = catalog.catalog.nodeProbes();
      assertEquals(Optional.empty(), probes.newest(nfs));
      probes.add(probe(nfs, CoherenceVerdict.COHERENT));
      probes.add(probe(nfs, CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE));
      probes.add(probe(otherOptions, CoherenceVerdict.STALE));
      assertEquals(
          Optional.of(probe(nfs, CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE)), probes.newest(nfs));
      assertEquals(
          Optional.of(CoherenceVerdict.LOCKS_DO_NOT_EXCLUDE),
          probes.newest(onAnotherNode).map(NodeProbe::verdict));
      assertEquals(
          Optional.of(CoherenceVerdict.STALE), probes.newest(otherOptions).map(NodeProbe::verdict));
      assertEquals(Optional.empty(), probes.newest(new FileSystemKind("lustre", "rw,flock")));
    }
  }
}

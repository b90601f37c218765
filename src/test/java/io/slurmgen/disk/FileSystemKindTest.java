package io.slurmgen.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileSystemKindTest {

  private static final List<String> MOUNTS =
      List.of(
          "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro",
          "30 21 0:40 / /home rw,nosuid - nfs4 server:/home rw,vers=4.2,local_lock=none",
          "31 21 0:41 / /scratch\\040of\\040all rw - lustre mds@tcp:/scratch rw,flock",
          "32 30 0:42 / /home/me/volume rw - fuse.glusterfs volume rw,max_read=131072",
          "33 21 0:43 / /over rw - tmpfs tmpfs rw",
          "34 21 0:44 / /over rw - nfs server:/over rw");

  private static FileSystemKind of(String path) {
    return FileSystemKind.of(Path.of(path), MOUNTS);
  }

  @Test
  void innermostMountCounts() {
    assertEquals("ext4", of("/homework/a").type());
    assertEquals("nfs4", of("/home/me").type());
    assertEquals("fuse.glusterfs", of("/home/me/volume/a/b").type());
    assertEquals("rw,nosuid,rw,vers=4.2,local_lock=none", of("/home").options());
  }

  @Test
  void namesWithBlanksAreRead() {
    assertEquals("lustre", of("/scratch of all/x").type());
  }

  @Test
  void laterMountHidesTheOneInItsPlace() {
    assertEquals("nfs", of("/over/x").type());
  }

  @Test
  void onlyFileSystemsOfOneMachineAreLocal() {
    assertTrue(of("/a").isLocal());
    assertFalse(of("/home/me").isLocal());
    assertFalse(of("/home/me/volume").isLocal());
    assertFalse(of("/scratch of all").isLocal());
  }

  @Test
  void optionsThatKeepNodesApartAreNamed() {
    assertEquals(Optional.empty(), of("/home/me").harmfulOption());
    assertEquals(Optional.empty(), of("/scratch of all").harmfulOption());
    assertEquals(
        Optional.of("local_lock=all"),
        new FileSystemKind("nfs4", "rw,local_lock=all").harmfulOption());
    assertEquals(
        Optional.of("localflock"), new FileSystemKind("lustre", "rw,localflock").harmfulOption());
  }

  @Test
  void thisMachineTellsItsOwn() throws IOException {
    assertEquals("proc", FileSystemKind.of(Path.of("/proc/self")).type());
  }
}

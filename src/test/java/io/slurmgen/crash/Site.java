package io.slurmgen.crash;

import io.slurmgen.TwoMounts;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the processes of a run are: all on this machine, or half of them on another.
 *
 * @param shared the directory that all of them work below
 * @param stored the same directory past the caches of their machines
 * @param hosts words for each machine that, before a command, let it run there
 */
record Site(Path shared, Path stored, List<List<String>> hosts) {

  static Site here(Path folder) {
    return new Site(folder, folder, List.of(List.of()));
  }

  static Site of(TwoMounts mounts) {
    return new Site(mounts.shared(), mounts.stored(), List.of(mounts.on(1), mounts.on(2)));
  }

  /** The number of the machine that a worker is on. */
  int host(int worker) {
    return worker % hosts.size();
  }

  /**
   * Whether the kernel lists the locks that processes hold; those of other machines it does not.
   */
  boolean showsLocks() {
    return hosts.size() == 1;
  }
}

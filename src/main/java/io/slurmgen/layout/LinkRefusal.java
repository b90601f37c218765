package io.slurmgen.layout;

import io.slurmgen.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps whoever else may write into a user's directory from leading slurm-gen elsewhere with a
 * symbolic link.
 *
 * <p>The cache directory itself may be a link, as to a scratch disk, that the user has made, or the
 * owner of the directory that it is in, or root. Nothing in it may be one, nor the catalog and the
 * lock file: SQLite would keep their rollback journal where the link leads, where others who come
 * another way do not see it.
 */
final class LinkRefusal {

  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private LinkRefusal() {}

  /**
   * Refuses links in the places that all commands use.
   *
   * @throws UserError naming the link
   */
  static void check(CacheDirectory directory) throws IOException {
    refuse(directory.catalog());
    refuse(directory.lock());
    if (Files.isSymbolicLink(directory.root())) {
      refuseOfOthers(directory);
    }
    for (Path path :
        List.of(
            directory.moveJournal(),
            directory.unrecorded(),
            directory.attempts(),
            directory.submissions(),
            directory.classes())) {
      refuse(path);
    }
  }

  /** Refuses links on the way from a cache directory to something in it. */
  static void check(Path root, Path inside) {
    for (Path path = inside; !path.equals(root); path = path.getParent()) {
      refuse(path);
    }
  }

  private static void refuse(Path path) {
    if (Files.isSymbolicLink(path)) {
      throw new UserError(
          "%s is a symbolic link, which is not followed: only the directory .slurm_cache itself may"
                  .formatted(path)
              + " be one; put what it leads to in its place");
    }
  }

  private static void refuseOfOthers(CacheDirectory directory) throws IOException {
    int owner = owner(directory.root());
    if (owner != 0
        && owner != owner(directory.user())
        && owner != (int) Files.getAttribute(THIS_PROCESS, "unix:uid")) {
      throw new UserError(
          "%s is a symbolic link of another user (%s), which is not followed; make it yourself, or"
                  .formatted(
                      directory.root(),
                      Files.getOwner(directory.root(), LinkOption.NOFOLLOW_LINKS).getName())
              + " use a directory of your own");
    }
  }

  private static int owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}

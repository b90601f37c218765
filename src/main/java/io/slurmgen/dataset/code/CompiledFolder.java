package io.slurmgen.dataset.code;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Puts a folder of compiled classes in its place, while other processes may do the same or already
 * use what is there.
 */
final class CompiledFolder {
  /** Each needs another process that puts a damaged folder there meanwhile. */
  private static final int MOST_TRIES = 10;

  private CompiledFolder() {}

  /**
   * Renames a folder that is made to its end. A complete one that is there already is left, since
   * it has been made from the same; one that is not complete was damaged, and is replaced.
   *
   * @param made the folder; gone afterwards, or to be removed where another one was there
   */
  static void publish(Path made, Path target) throws IOException {
    for (int tries = 1; !isThere(made, target, tries == MOST_TRIES); tries++) {
      setAside(target);
    }
    FileTree.force(target.getParent());
  }

  private static boolean isThere(Path made, Path target, boolean last) throws IOException {
    try {
      Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      boolean complete = DatasetClasses.isComplete(target);
      if (!complete && last) {
        throw e;
      }
      return complete;
    }
  }

  /** Removes a damaged folder; one that others have made whole meanwhile is put back. */
  static void setAside(Path target) throws IOException {
    Path aside = target.resolveSibling(".damaged-" + UUID.randomUUID());
    try {
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // Another process was quicker.
    }
    if (!DatasetClasses.isComplete(aside) || !isThere(aside, target, false)) {
      FileTree.deleteIfExists(aside);
    }
  }
}

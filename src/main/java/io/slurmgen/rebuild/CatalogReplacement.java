package io.slurmgen.rebuild;

import io.slurmgen.disk.DurableFile;
import io.slurmgen.layout.CacheDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A new catalog, made in a directory beside the old one, whose place it takes in one step when it
 * is complete.
 *
 * <p>The old one is kept under a name of its own. A crash leaves it as it was. Only where it has a
 * rollback journal, or cannot have a second name, there may be none under its own name, until the
 * next rebuild. Nothing that others have written is ever deleted. Used while the lock file is held.
 */
public final class CatalogReplacement {

  /**
   * The endings of files that SQLite keeps beside a database, and plays into whatever has its name.
   */
  private static final List<String> SIDE_FILES = List.of("-journal", "-wal", "-shm");

  private final CacheDirectory directory;
  private final CacheDirectory building;

  CatalogReplacement(CacheDirectory directory) {
    this.directory = directory;
    this.building = buildingOf(directory);
  }

  private static CacheDirectory buildingOf(CacheDirectory directory) {
    return new CacheDirectory(directory.user().resolve(".slurm_cache.rebuild"));
  }

  /**
   * The files of a catalog that is being made, or was when a rebuild was killed, and their home.
   */
  public static List<Path> files(CacheDirectory directory) {
    CacheDirectory building = buildingOf(directory);
    List<Path> paths = new ArrayList<>(List.of(building.catalog()));
    SIDE_FILES.forEach(ending -> paths.add(sibling(building.catalog(), ending)));
    paths.addAll(List.of(building.lock(), building.user()));
    return paths;
  }

  /** Makes the empty directory for the new catalog. */
  void begin() throws IOException {
    clear();
    Files.createDirectory(building.user());
  }

  /** The directory in which the new catalog is made. */
  CacheDirectory building() {
    return building;
  }

  /** Puts the new catalog into its place; returns where the old one is. */
  Optional<Path> replace() throws IOException {
    if (Files.exists(directory.catalog())) {
      // Others who could write to the old catalog can write to the new one.
      Files.setPosixFilePermissions(
          building.catalog(), Files.getPosixFilePermissions(directory.catalog()));
    }
    Optional<Path> old = setAside();
    Files.move(building.catalog(), directory.catalog(), StandardCopyOption.ATOMIC_MOVE);
    DurableFile.force(directory.user());
    return old;
  }

  /**
   * Gives the old catalog a second name, so that there is a catalog at any moment. Only where it
   * has a file beside it that SQLite would play into the new one, all get another name. The catalog
   * goes first: without it such a file is of no use, and the other way round it is a damaged one.
   */
  private Optional<Path> setAside() throws IOException {
    boolean exists = Files.exists(directory.catalog());
    List<String> beside =
        SIDE_FILES.stream()
            .filter(ending -> Files.exists(sibling(directory.catalog(), ending)))
            .toList();
    if (!exists && beside.isEmpty()) {
      return Optional.empty();
    }
    Path old = freeName();
    if (exists && beside.isEmpty()) {
      linkOrMove(directory.catalog(), old);
    } else if (exists) {
      Files.move(directory.catalog(), old, StandardCopyOption.ATOMIC_MOVE);
    }
    for (String ending : beside) {
      Files.move(
          sibling(directory.catalog(), ending),
          sibling(old, ending),
          StandardCopyOption.ATOMIC_MOVE);
    }
    DurableFile.force(directory.user());
    return exists ? Optional.of(old) : Optional.empty();
  }

  /**
   * A file system may have no hard links, and Linux may refuse one to a file of somebody else.
   * After a crash there may then be no catalog, which commands tell, and which is rebuilt as it
   * was.
   */
  private static void linkOrMove(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path freeName() {
    int number = 1;
    Path name = sibling(directory.catalog(), ".old-" + number);
    while (isTaken(name)) {
      number++;
      name = sibling(directory.catalog(), ".old-" + number);
    }
    return name;
  }

  private static boolean isTaken(Path name) {
    return Files.exists(name)
        || SIDE_FILES.stream().anyMatch(ending -> Files.exists(sibling(name, ending)));
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Removes what this rebuild, or one that crashed, has left where the new catalog was made. */
  void clear() throws IOException {
    for (Path path : files(directory)) {
      Files.deleteIfExists(path);
    }
  }
}

package io.slurmgen.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library for this kind of machine. The driver unpacks it into the temporary folder
 * each time it starts, unless the property {@value #DIRECTORY_PROPERTY} names a folder that has it.
 */
public final class NativeLibrary {
  /** The system property with the folder where the driver looks first. */
  public static final String DIRECTORY_PROPERTY = "org.sqlite.lib.path";

  private NativeLibrary() {}

  /**
   * Unpacks the library once and for all.
   *
   * @param directory where to; it exists
   */
  public static void unpack(Path directory) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the SQLite driver has no library " + resource);
      }
      Files.copy(library, directory.resolve(name));
    }
  }
}

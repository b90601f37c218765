package io.slurmgen.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library for this kind of machine. The driver unpacks it into the temporary folder
 * each time it starts, unless the property {@value #DIRECTORY_PROPERTY} names a folder that has it.
 * Thread-safe.
 */
public final class NativeLibrary {
  /** The system property with the folder where the driver looks first. */
  public static final String DIRECTORY_PROPERTY = "org.sqlite.lib.path";

  private static final String TEMPORARY_PROPERTY = "org.sqlite.tmpdir";

  private static boolean isTried;

  private NativeLibrary() {}

  /**
   * Loads the library from the folder that has it, before the driver does. That would first search
   * the temporary folder for what earlier starts may have left there, among all that other programs
   * have in it; so it is told, for the moment, that this folder is the temporary one.
   */
  static synchronized void load() {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    if (isTried || directory == null || !Files.exists(library(Path.of(directory)))) {
      return;
    }
    isTried = true;
    String temporary = System.getProperty(TEMPORARY_PROPERTY);
    System.setProperty(TEMPORARY_PROPERTY, directory);
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception e) {
      // Not for this machine, or on a disk without programs: the driver unpacks it elsewhere.
    } finally {
      if (temporary == null) {
        System.clearProperty(TEMPORARY_PROPERTY);
      } else {
        System.setProperty(TEMPORARY_PROPERTY, temporary);
      }
    }
  }

  /**
   * Loads the library if need be.
   *
   * @return the version of SQLite that it is
   * @throws IOException if it cannot be loaded
   */
  public static String version() throws IOException {
    load();
    try (Connection memory =
            new JDBC4Connection(JDBC.PREFIX + ":memory:", ":memory:", new Properties());
        Statement statement = memory.createStatement();
        ResultSet row = statement.executeQuery("select sqlite_version()")) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), e);
    }
  }

  private static Path library(Path directory) {
    return directory.resolve(LibraryLoaderUtil.getNativeLibName());
  }

  /**
   * Unpacks the library once and for all.
   *
   * @param directory where to; it exists
   */
  public static void unpack(Path directory) throws IOException {
    Path target = library(directory);
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + target.getFileName();
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the SQLite driver has no library " + resource);
      }
      Files.copy(library, target);
    }
  }
}

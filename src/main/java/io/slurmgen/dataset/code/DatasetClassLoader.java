package io.slurmgen.dataset.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Loads a user's compiled classes and jars before those of our own class path, and resources as
 * well, so that a class {@code Datasets} or another version of a library that happens to lie there
 * is not taken instead. Only classes that both sides must share come from our side first: this
 * library, Jackson and the JDK.
 */
final class DatasetClassLoader extends URLClassLoader {
  private static final List<String> SHARED =
      List.of("java.", "io.slurmgen.", "com.fasterxml.jackson.");

  static {
    registerAsParallelCapable();
  }

  private final Path folder;
  private final List<Path> jars;

  private DatasetClassLoader(Path folder, List<Path> jars, URL[] urls) {
    super(urls, DatasetClassLoader.class.getClassLoader());
    this.folder = folder;
    this.jars = List.copyOf(jars);
  }

  static DatasetClassLoader of(Path folder, List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[1 + jars.size()];
    urls[0] = folder.toUri().toURL();
    for (int i = 0; i < jars.size(); i++) {
      urls[i + 1] = jars.get(i).toUri().toURL();
    }
    return new DatasetClassLoader(folder, jars, urls);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    for (String prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return super.loadClass(name, resolve);
      }
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : ownOrParents(name, resolve);
    }
  }

  private Class<?> ownOrParents(String name, boolean resolve) throws ClassNotFoundException {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return super.loadClass(name, resolve);
    }
  }

  /**
   * Looks for the reason why a class was not found among the files: the loader of the JDK takes a
   * file that cannot be read for one that is not there.
   *
   * @throws IOException if one of the files cannot be read, naming it
   */
  void refuseUnreadable(Throwable notFound) throws IOException {
    for (Throwable each = notFound; each != null; each = each.getCause()) {
      if (each instanceof IOException io) {
        throw io;
      }
    }
    for (Path jar : jars) {
      new ZipFile(jar.toFile()).close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Files.readAllBytes(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = Collections.list(findResources(name));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }
}

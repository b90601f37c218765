package io.slurmgen.dataset;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

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

  private DatasetClassLoader(URL[] urls) {
    super(urls, DatasetClassLoader.class.getClassLoader());
  }

  static DatasetClassLoader of(Path folder, List<Path> jars) throws MalformedURLException {
    URL[] urls = new URL[1 + jars.size()];
    urls[0] = folder.toUri().toURL();
    for (int i = 0; i < jars.size(); i++) {
      urls[i + 1] = jars.get(i).toUri().toURL();
    }
    return new DatasetClassLoader(urls);
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

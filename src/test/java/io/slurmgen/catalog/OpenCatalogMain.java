package io.slurmgen.catalog;

import java.nio.file.Path;

/** A process that says it is ready, waits to be told, and opens a catalog. */
public final class OpenCatalogMain {
  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    System.in.read();
    try (TestCatalog catalog = TestCatalog.in(Path.of(arguments[0]))) {
      System.out.println(catalog.catalog.counts().all().size() + " parameter sets");
    }
  }
}

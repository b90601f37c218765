package io.slurmgen.catalog;

import java.nio.file.Path;

/** A process that submits samples many times as soon as it is told. */
public final class SubmitMain {

  public static final int TIMES = 15;
  public static final int SAMPLES = 7;

  public static void main(String[] arguments) throws Exception {
    System.out.println("ready");
    System.in.read();
    try (TestCatalog catalog = TestCatalog.in(Path.of(arguments[0]))) {
      submit(catalog);
    }
  }

  public static void submit(TestCatalog catalog) throws Exception {
    for (int i = 0; i < TIMES; i++) {
      catalog.submit(SAMPLES, 2);
    }
  }
}

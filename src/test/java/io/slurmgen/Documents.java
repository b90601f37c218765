package io.slurmgen;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The project's documents in Markdown. */
public final class Documents {
  public static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src", "site", "markdown");

  private Documents() {}

  /** Returns the path of a document beside the README, by its name without the suffix. */
  public static Path page(String name) {
    return PAGES.resolve(name + ".md");
  }

  /** Lists the documents that the README leads to. */
  public static List<Path> pages() {
    return list(PAGES);
  }

  /** Lists all documents. */
  public static List<Path> all() {
    return Stream.of(list(Path.of("")), list(Path.of("schema")), pages())
        .flatMap(List::stream)
        .toList();
  }

  /** Reads a document. */
  public static String text(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text under a heading, down to the next heading of its level. */
  public static String section(Path document, String heading) {
    String text = text(document);
    int start = text.indexOf("\n## " + heading + "\n");
    if (start < 0) {
      throw new AssertionError("%s has no section %s".formatted(document, heading));
    }
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

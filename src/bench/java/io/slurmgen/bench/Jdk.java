package io.slurmgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JDK of this machine.
 *
 * @param home its directory
 * @param feature its release, as 17
 */
record Jdk(Path home, int feature) {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

  /** The one that runs this. */
  static Jdk ofThisProcess() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** One of each release that is installed in the usual place, and the one that runs this. */
  static List<Jdk> all() throws IOException {
    TreeMap<Integer, Jdk> found = new TreeMap<>();
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> homes = Files.list(INSTALLED)) {
        for (Path home : homes.toList()) {
          of(home).filter(jdk -> jdk.feature >= 17).ifPresent(jdk -> found.put(jdk.feature, jdk));
        }
      }
    }
    Jdk own = ofThisProcess();
    found.put(own.feature, own);
    return List.copyOf(found.values());
  }

  private static Optional<Jdk> of(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/javac"))) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(Files.readString(release));
    return version.find()
        ? Optional.of(new Jdk(home, Integer.parseInt(version.group(1))))
        : Optional.empty();
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** As the table names it. */
  @Override
  public String toString() {
    return "Java " + feature;
  }
}

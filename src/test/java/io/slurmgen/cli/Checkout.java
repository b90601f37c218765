package io.slurmgen.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * As much of a checkout as the launcher needs, in a directory of its own, with jars made of the
 * classes under test. The launcher can be started from it as often as wanted and never runs Maven,
 * unless a test asks for that. The class that prepares fast starts is left out, which saves
 * seconds; so the launcher tries that once and goes without.
 */
public record Checkout(Path root) {
  /** A checkout that nobody has built yet; its sources are stand-ins. */
  static Checkout unbuilt(Path root) throws IOException {
    for (String directory : List.of("tools", "src/main", "src/build", "schema", "migrations")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.copy(
        Path.of("tools", "slurm-gen"),
        root.resolve("tools/slurm-gen"),
        StandardCopyOption.COPY_ATTRIBUTES);
    return new Checkout(root.toRealPath());
  }

  /** A checkout whose build is newer than its sources, started once. */
  static Checkout built(Path root) throws IOException, InterruptedException {
    Checkout checkout = built(root, name -> !name.contains("StartUpTraining"));
    Outcome.of(checkout.process("--version"));
    return checkout;
  }

  /** A checkout whose build is newer than its sources and has everything in it. */
  public static Checkout complete(Path root) throws IOException {
    return built(root, name -> true);
  }

  private static Checkout built(Path root, Predicate<String> isIncluded) throws IOException {
    Checkout checkout = unbuilt(root);
    List<String> jars = new ArrayList<>(List.of("build-of-a-test/slurm-gen.jar"));
    writeJar(checkout.apps().resolve(jars.get(0)), isIncluded);
    for (Path library : libraries()) {
      jars.add("lib/" + library.getFileName());
      linkOrCopy(library, checkout.apps().resolve("lib").resolve(library.getFileName()));
    }
    Files.writeString(checkout.current(), "build-of-a-test\n" + String.join(":", jars) + "\n");
    checkout.makeOlderThanBuild();
    return checkout;
  }

  /** Puts what Maven makes into another directory, for a stand-in to copy from. */
  static void writeMavenOutput(Path target) throws IOException {
    writeJar(target.resolve("slurm-gen.jar"), name -> !name.contains("StartUpTraining"));
    for (Path library : libraries()) {
      linkOrCopy(library, target.resolve("lib").resolve(library.getFileName()));
    }
  }

  Path launcher() {
    return root.resolve("tools/slurm-gen");
  }

  Path apps() {
    return root.resolve("target/app");
  }

  Path current() {
    return apps().resolve("current");
  }

  /** A process of the launcher with the JVM of this test and nothing else of its environment. */
  public ProcessBuilder process(String... arguments) {
    return process(launcher(), arguments);
  }

  /** As {@link #process(String...)}, called by another name. */
  static ProcessBuilder process(Path launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Its jars, absolute. */
  public String classPath() throws IOException {
    return Stream.of(Files.readAllLines(current()).get(1).split(":"))
        .map(jar -> apps().resolve(jar).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void makeOlderThanBuild() throws IOException {
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> !path.startsWith(root.resolve("target"))).toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
  }

  private static void writeJar(Path jar, Predicate<String> isIncluded) throws IOException {
    Path classes = classes();
    Files.createDirectories(jar.getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> paths = Files.walk(classes)) {
      entries.setLevel(1);
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(path).toString();
        if (isIncluded.test(name)) {
          entries.putNextEntry(new ZipEntry(name));
          Files.copy(path, entries);
        }
      }
    }
  }

  private static Path classes() {
    return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The jars this test runs with, test libraries among them. */
  private static List<Path> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  private static void linkOrCopy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException otherFileSystem) {
      Files.copy(from, to);
    }
  }
}

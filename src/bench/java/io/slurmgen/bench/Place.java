package io.slurmgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where measuring takes place.
 *
 * @param root the checkout
 * @param classPath of the tool that is measured
 * @param jdk runs it, where a row does not compare several
 */
record Place(Path root, String classPath, Jdk jdk) {
  private static final int SEGMENTS = 40;

  /** Caches that are made once. */
  Path data() {
    return root.resolve("target/bench-data");
  }

  Shell shell() {
    return shell(jdk);
  }

  Shell shell(Jdk other) {
    return new Shell(Map.of("JAVA_HOME", other.home().toString(), "LC_ALL", "C.UTF-8"));
  }

  /** The command line of the tool in a directory. */
  List<String> tool(Path directory, String... words) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("tools/slurm-gen").toString());
    command.addAll(List.of("-C", directory.toString()));
    command.addAll(List.of(words));
    return command;
  }

  /** The command line of a program of the library's, with flags of the JVM. */
  List<String> java(List<String> flags, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(jdk.program("java"));
    command.addAll(flags);
    if (jdk.feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A cache with so many chunks of one sample. */
  Path chunks(long chunks) throws Exception {
    return make("chunks-" + chunks, own(), "one_a_chunk", chunks, 4);
  }

  /** A cache with so many samples of noisy_sine in chunks of 50. */
  Path samples(long samples) throws Exception {
    return make(
        "samples-" + samples, example(), "noisy_sine", samples, samples > 1000 ? SEGMENTS : 1);
  }

  /** A cache with 60,000 wide samples in chunks of 1,000. */
  Path images() throws Exception {
    return make("images", own(), "images", 60_000, 4);
  }

  /** A cache with one sample, whose classes are compiled. */
  Path template(Path datasets, String dataset) throws Exception {
    return make("template-" + dataset, datasets, dataset, 1, 1);
  }

  Path example() {
    return root.resolve("example/Datasets.java");
  }

  Path own() {
    return root.resolve("src/bench/datasets/Datasets.java");
  }

  private Path make(String name, Path datasets, String dataset, long samples, int jobs)
      throws Exception {
    Path made = data().resolve(name);
    if (!Files.isDirectory(made)) {
      Path unfinished = Files.createDirectories(data().resolve(name + ".unfinished"));
      Shell.delete(unfinished.resolve(".slurm_cache"));
      Files.deleteIfExists(unfinished.resolve(".slurm_cache.sqlite"));
      Files.copy(
          datasets, unfinished.resolve("Datasets.java"), StandardCopyOption.REPLACE_EXISTING);
      double millis =
          shell()
              .millis(
                  tool(
                      unfinished,
                      "generate",
                      dataset,
                      "-n",
                      Long.toString(samples),
                      "--njobs",
                      Integer.toString(jobs),
                      "--executor",
                      "local"));
      Files.writeString(unfinished.resolve("millis"), Double.toString(millis));
      Files.move(unfinished, made);
    }
    return made;
  }

  /** How long it took to make a cache. */
  double seconds(Path cache) throws IOException {
    return Double.parseDouble(Files.readString(cache.resolve("millis"))) / 1000;
  }

  /** Another cache with the same content; segments are shared, which never change. */
  Path copy(Path cache) throws IOException, InterruptedException {
    Path copy = Files.createTempDirectory(data(), "copy-");
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(path -> !path.equals(cache)).toList()) {
        Path to = copy.resolve(cache.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectory(to);
        } else if (file.toString().endsWith(".arrows")) {
          Files.createLink(to, file);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }

  /** Compiled classes of the programs beside the bench's datasets, in a jar of their own. */
  Path programs(Path datasets) throws Exception {
    Path source = root.resolve("src/bench/datasets");
    String name = datasets.equals(own()) ? "own" : "example";
    Path classes = Files.createDirectories(data().resolve("programs-" + name));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program("javac"), "-proc:none", "--release", "17", "-cp", classPath));
    command.addAll(List.of("-d", classes.toString(), datasets.toString()));
    (datasets.equals(own()) ? Stream.of("HelloWorld", "FirstSample") : Stream.of("BareLoop"))
        .forEach(program -> command.add(source.resolve(program + ".java").toString()));
    shell().run(command);
    Path jar = data().resolve("programs-" + name + ".jar");
    shell().run(List.of(program("jar"), "cf", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  private String program(String name) {
    return Jdk.ofThisProcess().program(name);
  }
}

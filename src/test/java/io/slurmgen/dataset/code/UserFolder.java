package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.method.SampleSource;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A user's folder with a {@code Datasets.java}, and beside it a folder for compiled classes. */
record UserFolder(Path root) {
  static final String IMPORTS =
      """
      import io.slurmgen.dataset.*;
      import java.util.*;
      import java.util.random.RandomGenerator;
      import java.util.stream.*;

      """;

  /** The head of a generator whose body and parameter class follow. */
  static final String SINE =
      "@Generator public static Stream<Sample<Double, Double>> sine(long size, P p, RandomGenerator"
          + " r) ";

  static final String P = "public static class P { public double left = -1; }\n";

  Path directory() throws IOException {
    return Files.createDirectories(root.resolve("user's folder: ü"));
  }

  Path classes() {
    return root.resolve("cache/classes");
  }

  UserFolder source(String text) throws IOException {
    Files.writeString(directory().resolve("Datasets.java"), text);
    return this;
  }

  /** Writes the class with these members. */
  UserFolder members(String text) throws IOException {
    return source(IMPORTS + "public class Datasets {\n" + text + "\n}\n");
  }

  /** Writes the class with a dataset {@code sine} whose generator has this body. */
  UserFolder sine(String body) throws IOException {
    return members(P + SINE + "{\n" + body + "\n}");
  }

  /** Puts a jar with one class, such as {@code org/example/Tool}, in {@code lib}. */
  UserFolder jar(String jarName, String className, String source) throws IOException {
    Path folder = Files.createDirectories(root.resolve("jar sources"));
    Path file = folder.resolve(className + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, messages, messages, file.toString());
    if (failed != 0) {
      throw new AssertionError(messages);
    }
    Path lib = Files.createDirectories(directory().resolve("lib"));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(lib.resolve(jarName)))) {
      JarEntry entry = new JarEntry(className + ".class");
      entry.setTime(0);
      out.putNextEntry(entry);
      out.write(Files.readAllBytes(folder.resolve(className + ".class")));
    }
    return this;
  }

  DatasetClasses compile() throws IOException {
    return DatasetSource.of(directory()).compile(classes());
  }

  String codeHash() throws IOException {
    try (DatasetClasses compiled = compile()) {
      return compiled.codeHash();
    }
  }

  /** What the user is told when this cannot be compiled or opened. */
  String refusal() throws IOException {
    try (DatasetClasses classes = compile()) {
      assertEquals(1, classes.refusals().size());
      return classes.refusals().get(0);
    } catch (UserError e) {
      return e.getMessage();
    }
  }

  /** All files and folders of compiled classes. */
  List<Path> compiledFiles() throws IOException {
    try (Stream<Path> files = Files.walk(classes())) {
      return files.sorted().toList();
    }
  }

  /** The folders of compiled classes, one for each state of the source. */
  List<Path> compiledFolders() throws IOException {
    return compiledFiles().stream().filter(file -> file.getParent().equals(classes())).toList();
  }

  /** Files that were made again would have other keys, even if they have the same bytes. */
  Map<Path, Object> compiledIdentities() throws IOException {
    Map<Path, Object> keys = new HashMap<>();
    for (Path file : compiledFiles()) {
      keys.put(file, Files.readAttributes(file, "unix:ino,ctime"));
    }
    return keys;
  }

  /** The first sample of the dataset {@code sine}. */
  static Sample<?, ?> firstSample(DatasetClasses compiled) {
    GeneratorMethod sine = compiled.generator("sine");
    Parameters parameters = sine.parameters(ParameterText.parse("{}"));
    try (SampleSource samples =
        sine.samples(1, parameters, new SampleRandom(0, parameters.hash()))) {
      return samples.draw(0).orElseThrow();
    }
  }
}

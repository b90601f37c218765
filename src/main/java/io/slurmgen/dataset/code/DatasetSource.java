package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import io.slurmgen.dataset.method.Signature;
import io.slurmgen.dataset.params.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A user's folder with {@code Datasets.java} in it, and perhaps jars in {@code lib}.
 *
 * <p>Compiling makes a folder named after the hash of these, and of the Java version, as compiled
 * classes do not run on an older one:
 *
 * <pre>
 *   Datasets.class …       compiled with debug information and parameter names
 *   Datasets.java          the source that was compiled
 *   lib/*.jar              copies
 *   slurm-gen.properties   code.hash, java.version
 * </pre>
 *
 * <p>It is made under another name, forced and then renamed, so it is there whole or not at all,
 * whoever else compiles at the same time; it never changes afterwards. Only {@code Datasets.java}
 * is compiled: other source files beside it are none of our business. The code hash is that of the
 * classes as compiled without debug information, and of the jars; compilers of other Java versions
 * may give the same source another one.
 */
public final class DatasetSource {
  static final String FILE_NAME = Signature.SOURCE_FILE;

  /** To be counted up whenever the same source is to be compiled in another way. */
  private static final String LAYOUT = "1";

  private final Path directory;

  private DatasetSource(Path directory) {
    this.directory = directory;
  }

  /**
   * The datasets of a folder.
   *
   * @param directory the user's folder
   * @return its source
   * @throws UserError if it has no {@code Datasets.java}
   */
  public static DatasetSource of(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          "there is no %s in %s; to work in another folder, give -C DIR"
              .formatted(FILE_NAME, directory.toAbsolutePath().normalize()));
    }
    return new DatasetSource(directory.toAbsolutePath().normalize());
  }

  /**
   * Compiles the datasets, or opens what was compiled from the same source before, for which no
   * compiler is needed.
   *
   * @param classesRoot where folders of compiled classes are kept; made if missing
   * @return the compiled classes, to be closed
   * @throws IOException if files cannot be read or written
   * @throws UserError if the source does not compile (the message is the compiler's), this Java has
   *     no compiler, or a method is not as its annotation demands
   */
  public DatasetClasses compile(Path classesRoot) throws IOException {
    byte[] source = Files.readAllBytes(directory.resolve(FILE_NAME));
    List<Path> jars = DatasetClasses.jarsIn(directory);
    Path compiled = classesRoot.resolve(hash(source, jars));
    if (Files.isSymbolicLink(compiled)) {
      throw new UserError(compiled + " is a symbolic link, which is not followed; remove it");
    }
    if (DatasetClasses.isComplete(compiled)) {
      return DatasetClasses.open(compiled);
    }
    // Asked before Javac is loaded, because a Java without compiler may lack javax.tools as well.
    if (ModuleLayer.boot().findModule("jdk.compiler").isEmpty()) {
      throw noCompiler();
    }
    return DatasetClasses.open(compile(source, jars, classesRoot));
  }

  static UserError noCompiler() {
    return new UserError(
        "this Java (%s in %s) has no compiler: run with a JDK 17 or newer, a JRE is not enough"
            .formatted(Runtime.version(), System.getProperty("java.home")));
  }

  private static String hash(byte[] source, List<Path> jars) throws IOException {
    Sha256 hash = new Sha256().add(LAYOUT).add("" + Runtime.version().feature()).add(source);
    for (Path jar : jars) {
      hash.add(jar.getFileName().toString()).add(jar);
    }
    return hash.hex().substring(0, 32);
  }

  /**
   * Everything is made of copies of the jars, also the name of the folder: the jars themselves may
   * be replaced at any moment.
   */
  private Path compile(byte[] source, List<Path> jars, Path classesRoot) throws IOException {
    String text = decode(source);
    Files.createDirectories(classesRoot);
    // Not createTempDirectory: its result could not be read by others who share the cache.
    Path temporary = Files.createDirectory(classesRoot.resolve(".compiling-" + UUID.randomUUID()));
    try {
      List<Path> copies = copy(jars, temporary);
      compile(text, copies, temporary);
      FileTree.write(temporary.resolve(FILE_NAME), source);
      FileTree.forceAll(temporary);
      Path target = classesRoot.resolve(hash(source, copies));
      CompiledFolder.publish(temporary, target);
      return target;
    } finally {
      FileTree.deleteIfExists(temporary);
    }
  }

  private static List<Path> copy(List<Path> jars, Path folder) throws IOException {
    Path lib = Files.createDirectory(folder.resolve(DatasetClasses.LIB));
    for (Path jar : jars) {
      FileTree.copyFile(jar, lib.resolve(jar.getFileName()));
    }
    return DatasetClasses.jarsIn(folder);
  }

  private void compile(String text, List<Path> jars, Path folder) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    SortedMap<String, byte[]> classes;
    Sha256 codeHash = new Sha256();
    try (Javac javac = Javac.ofThisJava(jars)) {
      classes = javac.compile(file, text, "-g");
      javac.compile(file, text, "-g:none").forEach((name, bytes) -> codeHash.add(name).add(bytes));
    }
    if (!classes.containsKey(DatasetClasses.CLASS_NAME + ".class")) {
      throw new UserError(
          file + " must declare `public class Datasets`, without a package statement");
    }
    for (Path jar : jars) {
      codeHash.add(jar);
    }
    write(folder, classes);
    DatasetClasses.writeProperties(folder, codeHash.hex());
  }

  private static void write(Path folder, SortedMap<String, byte[]> classes) throws IOException {
    for (Map.Entry<String, byte[]> e : classes.entrySet()) {
      Path file = folder.resolve(e.getKey());
      Files.createDirectories(file.getParent());
      FileTree.write(file, e.getValue());
    }
  }

  private String decode(byte[] source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source)).toString();
    } catch (CharacterCodingException e) {
      throw new UserError(directory.resolve(FILE_NAME) + " is not UTF-8 text", e);
    }
  }
}

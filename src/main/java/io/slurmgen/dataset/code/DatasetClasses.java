package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.PreprocessorMethod;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Compiled datasets, loaded: the generators and preprocessors in them.
 *
 * <p>They are the annotated methods of the class {@code Datasets} and of the public classes nested
 * in it. All are checked when it is opened, and one that is not as it should be is an error for who
 * asks for it; none of the user's code runs before a parameter set or samples are asked for. May be
 * used by several threads. After closing, classes that were not yet used cannot be loaded any more.
 */
public final class DatasetClasses implements Closeable {
  static final String CLASS_NAME = "Datasets";
  static final String LIB = "lib";
  private static final String PROPERTIES = "slurm-gen.properties";
  private static final String CODE_HASH = "code.hash";
  private static final String JAVA_VERSION = "java.version";

  private final Path directory;
  private final String codeHash;
  private final DatasetClassLoader loader;
  private final DatasetMethods methods;

  private DatasetClasses(
      Path directory, String codeHash, DatasetClassLoader loader, DatasetMethods methods) {
    this.directory = directory;
    this.codeHash = codeHash;
    this.loader = loader;
    this.methods = methods;
  }

  /**
   * Opens a folder that {@link DatasetSource#compile} made, or a copy of one.
   *
   * @param compiledDir the folder
   * @return its classes, to be closed
   * @throws IOException if it is no such folder or cannot be read
   * @throws UserError if a class is missing
   */
  public static DatasetClasses open(Path compiledDir) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(compiledDir.resolve(PROPERTIES))) {
      properties.load(in);
    }
    Path directory = compiledDir.toAbsolutePath().normalize();
    DatasetClassLoader loader = DatasetClassLoader.of(directory, jarsIn(directory));
    try {
      return new DatasetClasses(
          directory, properties.getProperty(CODE_HASH), loader, DatasetMethods.of(loader));
    } catch (UnsupportedClassVersionError e) {
      loader.close();
      throw new UserError(
          "%s was compiled by Java %s, and this is Java %d: use the same one for both"
              .formatted(
                  DatasetSource.FILE_NAME,
                  properties.getProperty(JAVA_VERSION),
                  Runtime.version().feature()),
          e);
    } catch (RuntimeException | Error e) {
      loader.close();
      throw e;
    }
  }

  /**
   * The folder that was opened.
   *
   * @return an absolute path
   */
  public Path directory() {
    return directory;
  }

  /**
   * What identifies the code: the same for sources that differ only in comments and formatting, and
   * were compiled by the same version of Java; another one may give another hash.
   *
   * @return 64 hexadecimal digits
   */
  public String codeHash() {
    return codeHash;
  }

  /**
   * What loads the user's classes, to be the context class loader of threads that run them: there
   * many libraries look for services and resources.
   *
   * @return the loader of {@code Datasets}
   */
  public ClassLoader classLoader() {
    return loader;
  }

  /**
   * A dataset's generator.
   *
   * @param name of the dataset
   * @return its generator
   * @throws UserError if there is none, naming those there are, or if its method is not as it
   *     should be
   */
  public GeneratorMethod generator(String name) {
    return methods.generator(name);
  }

  /**
   * The generators of all datasets.
   *
   * @return in the order of their names
   */
  public List<GeneratorMethod> generators() {
    return List.copyOf(methods.generators().values());
  }

  /**
   * A preprocessor.
   *
   * @param dataset whose samples it takes
   * @param name of the preprocessor
   * @return the preprocessor
   * @throws UserError if there is none, naming those there are, or if its method is not as it
   *     should be
   */
  public PreprocessorMethod preprocessor(String dataset, String name) {
    return methods.preprocessor(dataset, name);
  }

  /**
   * All preprocessors.
   *
   * @return in the order of their datasets, then of their names
   */
  public List<PreprocessorMethod> preprocessors() {
    return List.copyOf(methods.preprocessors().values());
  }

  /**
   * The methods that are not as their annotation demands. Asking for one throws the same.
   *
   * @return a line for each
   */
  public List<String> refusals() {
    return methods.refused().stream().map(refused -> refused.reason().getMessage()).toList();
  }

  /**
   * Makes a folder that can be opened like this one, whatever becomes of this one. Files may be
   * hard links to the same bytes.
   *
   * @param dir does not exist or is empty
   * @throws IOException if it cannot be written
   */
  public void copyTo(Path dir) throws IOException {
    FileTree.copy(directory, dir);
    FileTree.forceAll(dir);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  /** Whether a folder was made to its end: the properties are there only then. */
  static boolean isComplete(Path compiledDir) {
    return Files.isRegularFile(compiledDir.resolve(PROPERTIES));
  }

  static void writeProperties(Path compiledDir, String codeHash) throws IOException {
    String text =
        "%s=%s\n%s=%d\n".formatted(CODE_HASH, codeHash, JAVA_VERSION, Runtime.version().feature());
    FileTree.write(compiledDir.resolve(PROPERTIES), text.getBytes(StandardCharsets.UTF_8));
  }

  /** The jars in a folder's {@code lib}, by name. */
  static List<Path> jarsIn(Path directory) throws IOException {
    Path lib = directory.resolve(LIB);
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files
          .filter(
              file -> file.getFileName().toString().endsWith(".jar") && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }
}

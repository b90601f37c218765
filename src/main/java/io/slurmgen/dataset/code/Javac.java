package io.slurmgen.dataset.code;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * The compiler of the running Java, from source text to class files in memory. What it compiles is
 * the text it is given, so the classes belong to the text that was hashed even if the file changes.
 */
final class Javac implements Closeable {
  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;

  private Javac(JavaCompiler compiler, StandardJavaFileManager files) {
    this.compiler = compiler;
    this.files = files;
  }

  /**
   * A Java's compiler.
   *
   * @param libraries what comes before our own class path
   * @throws UserError if it has none
   */
  static Javac of(Optional<JavaCompiler> compiler, List<Path> libraries) throws IOException {
    JavaCompiler present = compiler.orElseThrow(DatasetSource::noCompiler);
    StandardJavaFileManager files =
        present.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath(libraries));
    // Otherwise sources that happen to lie on the class path would be compiled as well.
    files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    return new Javac(present, files);
  }

  static Javac ofThisJava(List<Path> libraries) throws IOException {
    return of(Optional.ofNullable(ToolProvider.getSystemJavaCompiler()), libraries);
  }

  /**
   * Compiles one source file.
   *
   * @param file where the source comes from
   * @param source its text
   * @param debugInfo {@code -g} or {@code -g:none}
   * @return class files by their names relative to the root
   * @throws UserError with the compiler's text if it does not compile
   */
  SortedMap<String, byte[]> compile(Path file, String source, String debugInfo) {
    StringWriter messages = new StringWriter();
    Outputs outputs = new Outputs(files);
    List<String> options = List.of(debugInfo, "-parameters", "-proc:none", "-Xlint:none");
    List<Source> sources = List.of(new Source(file.toUri(), source));
    if (!compiler.getTask(messages, outputs, null, options, null, sources).call()) {
      throw UserError.ofLines(messages.toString().strip());
    }
    return outputs.classFiles();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private static List<Path> classPath(List<Path> libraries) {
    List<Path> classPath = new ArrayList<>(libraries);
    classPath.add(ownClasses());
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(Files::exists)
        .forEach(classPath::add);
    return classPath;
  }

  private static Path ownClasses() {
    try {
      return Path.of(Sample.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of our own classes is no URI", e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(URI uri, String text) {
      super(uri, Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

    Outputs(StandardJavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      String name = className.replace('.', '/') + kind.extension;
      return new SimpleJavaFileObject(URI.create("memory:///"), kind) {
        @Override
        public OutputStream openOutputStream() {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          written.put(name, bytes);
          return bytes;
        }
      };
    }

    SortedMap<String, byte[]> classFiles() {
      return written.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey, e -> e.getValue().toByteArray(), (a, b) -> a, TreeMap::new));
    }
  }
}

package io.slurmgen.dataset;

import io.slurmgen.UserError;
import java.io.ByteArrayOutputStream;
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
final class Javac {
  private final JavaCompiler compiler;

  private Javac(JavaCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * A Java's compiler.
   *
   * @throws UserError if it has none
   */
  static Javac of(Optional<JavaCompiler> compiler) {
    return new Javac(compiler.orElseThrow(DatasetSource::noCompiler));
  }

  static Javac ofThisJava() {
    return of(Optional.ofNullable(ToolProvider.getSystemJavaCompiler()));
  }

  /**
   * Compiles one source file.
   *
   * @param file where the source comes from
   * @param source its text
   * @param libraries what comes before our own class path
   * @param debugInfo {@code -g} or {@code -g:none}
   * @return class files by their names relative to the root
   * @throws UserError with the compiler's text if it does not compile
   */
  SortedMap<String, byte[]> compile(
      Path file, String source, List<Path> libraries, String debugInfo) throws IOException {
    StringWriter messages = new StringWriter();
    try (Outputs outputs = new Outputs(standardFiles(libraries))) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  outputs,
                  null,
                  List.of(debugInfo, "-parameters", "-proc:none", "-Xlint:none"),
                  null,
                  List.of(new Source(file.toUri(), source)))
              .call();
      if (!compiled) {
        throw new UserError(messages.toString().strip());
      }
      return outputs.classFiles();
    }
  }

  private StandardJavaFileManager standardFiles(List<Path> libraries) throws IOException {
    StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    List<Path> classPath = new ArrayList<>(libraries);
    classPath.add(ownClasses());
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(Files::exists)
        .forEach(classPath::add);
    files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
    // Otherwise sources that happen to lie on the class path would be compiled as well.
    files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of());
    return files;
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

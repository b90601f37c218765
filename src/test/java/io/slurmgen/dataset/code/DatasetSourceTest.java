package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.UserError;
import io.slurmgen.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class DatasetSourceTest {
  private static final String BODY = "return Stream.of(new Sample<>(1.5, 2.0));";

  @TempDir Path root;
  private UserFolder user;

  @BeforeEach
  void makeFolder() {
    user = new UserFolder(root);
  }

  @Test
  void missingFileIsSaidWithThePlaceAndTheOption() {
    String message =
        assertThrows(UserError.class, () -> DatasetSource.of(root.resolve("x/.."))).getMessage();
    assertEquals(
        "there is no Datasets.java in " + root + "; to work in another folder, give -C DIR",
        message);
  }

  @Test
  void unchangedSourceIsNotCompiledAgain() throws Exception {
    user.sine(BODY).compile().close();
    Map<Path, Object> before = user.compiledIdentities();
    user.sine(BODY).compile().close();
    assertEquals(before, user.compiledIdentities());
  }

  @Test
  void compiledFolderHoldsClassesSourceLibrariesAndProperties() throws Exception {
    user.jar("a.jar", "Helper", "public class Helper { public static double one() { return 1; } }");
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    try (DatasetClasses compiled = user.compile()) {
      List<String> files =
          user.compiledFiles().stream()
              .map(file -> compiled.directory().relativize(file).toString())
              .filter(name -> !name.isEmpty() && !name.equals(".."))
              .toList();
      assertEquals(
          List.of(
              "Datasets$P.class",
              "Datasets.class",
              "Datasets.java",
              "lib",
              "lib/a.jar",
              "slurm-gen.properties"),
          files);
      assertEquals(
          "code.hash=%s\njava.version=%d\n"
              .formatted(compiled.codeHash(), Runtime.version().feature()),
          Files.readString(compiled.directory().resolve("slurm-gen.properties")));
    }
  }

  @Test
  void commentsAndFormattingDoNotChangeTheCodeHash() throws Exception {
    String before = user.sine(BODY).codeHash();
    String after =
        user.source(
                "/* licence */\n\n"
                    + UserFolder.IMPORTS
                    + """
                    /** Documented. */
                    public class Datasets {

                      public static class P {
                        /** What is left. */
                        public double left=-1; // and so on
                      }

                      @Generator
                      public static Stream<Sample<Double, Double>> sine(
                          long size,
                          P p,
                          RandomGenerator r) {
                        // the samples
                        return Stream
                            .of(new Sample<>(1.50, 2.0));
                      }
                    }
                    """)
            .codeHash();
    assertEquals(before, after);
    assertEquals(2, user.compiledFolders().size());
  }

  @Test
  void codeHashSeesConstantsLiteralsAndDefaults() throws Exception {
    List<String> hashes = new ArrayList<>();
    hashes.add(user.sine(BODY).codeHash());
    hashes.add(user.sine(BODY.replace("1.5", "1.6")).codeHash());
    hashes.add(user.members("static final double C = 1;\n" + UserFolder.P + "").codeHash());
    hashes.add(user.members("static final double C = 2;\n" + UserFolder.P + "").codeHash());
    hashes.add(user.members(UserFolder.P.replace("-1", "-2")).codeHash());
    assertEquals(5, hashes.stream().distinct().count());
  }

  @Test
  void codeHashSeesLibraries() throws Exception {
    String source = "public class Helper { public static double one() { return 1; } }";
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    String one = user.jar("a.jar", "Helper", source).codeHash();
    String two = user.jar("a.jar", "Helper", source.replace("1;", "2;")).codeHash();
    assertNotEquals(one, two);
    assertEquals(one, user.jar("a.jar", "Helper", source).codeHash());
  }

  @Test
  void libraryThatChangesLaterDoesNotChangeWhatWasCompiled() throws Exception {
    String source = "public class Helper { public static double one() { return 1; } }";
    user.jar("a.jar", "Helper", source);
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    try (DatasetClasses compiled = user.compile()) {
      user.jar("a.jar", "Helper", source.replace("1;", "2;"));
      assertEquals(new Sample<>(1.0, 2.0), UserFolder.firstSample(compiled));
    }
    try (DatasetClasses compiled = user.compile()) {
      assertEquals(new Sample<>(2.0, 2.0), UserFolder.firstSample(compiled));
    }
  }

  @Test
  void librariesComeBeforeThoseOnOurClassPath() throws Exception {
    user.source(
        "import org.apache.commons.math3.util.Precision;\n"
            + UserFolder.IMPORTS
            + "public class Datasets {"
            + UserFolder.P
            + UserFolder.SINE
            + "{ return Stream.of(new Sample<>(Precision.round(1.26, 1), 2.0)); } }");
    try (DatasetClasses compiled = user.compile()) {
      assertEquals(new Sample<>(1.3, 2.0), UserFolder.firstSample(compiled));
    }
    user.jar(
        "precision.jar",
        "org/apache/commons/math3/util/Precision",
        """
        package org.apache.commons.math3.util;
        public class Precision { public static double round(double x, int digits) { return 99; } }
        """);
    try (DatasetClasses compiled = user.compile()) {
      assertEquals(new Sample<>(99.0, 2.0), UserFolder.firstSample(compiled));
    }
  }

  @Test
  void errorsAreShownAsTheCompilerShowsThem() throws Exception {
    user.sine("int i = \"text\";\nreturn nothing;");
    String file = user.directory().resolve("Datasets.java").toString();
    String expected =
        """
        %s:9: error: incompatible types: String cannot be converted to int
        int i = "text";
                ^
        %s:10: error: cannot find symbol
        return nothing;
               ^
          symbol:   variable nothing
          location: class Datasets
        2 errors\
        """
            .formatted(file, file);
    assertEquals(expected, user.refusal());
    assertEquals(List.of(), user.compiledFolders());
  }

  @Test
  void warningsAreNotErrors() throws Exception {
    user.members(
        "@Deprecated static void old() {}\nstatic List raw() { old(); return new ArrayList(); }");
    user.compile().close();
  }

  @Test
  void otherSourcesBesideAreNotCompiled() throws Exception {
    Files.writeString(user.directory().resolve("Load.java"), "public class Load { broken }");
    user.sine(BODY).compile().close();
    Files.writeString(user.directory().resolve("Other.java"), "public class Other {}");
    assertTrue(user.sine("new Other(); " + BODY).refusal().contains("cannot find symbol"));
  }

  @Test
  void classMustBeCalledDatasetsAndHaveNoPackage() throws Exception {
    String expected = " must declare `public class Datasets`, without a package statement";
    assertTrue(user.source("package a.b; public class Datasets {}").refusal().endsWith(expected));
    assertTrue(user.source("class Sets {}").refusal().endsWith(expected));
    assertTrue(user.source("").refusal().endsWith(expected));
    assertTrue(
        user.source("public class Sets {}").refusal().contains("error: class Sets is public"));
  }

  @Test
  void sourceThatIsNotUtf8IsSaidToBe() throws Exception {
    byte[] latin1 = "public class Datasets { String s = \"ü\"; }".getBytes("ISO-8859-1");
    Files.write(user.directory().resolve("Datasets.java"), latin1);
    assertTrue(user.refusal().endsWith("Datasets.java is not UTF-8 text"));
  }

  @Test
  void javaWithoutCompilerIsToldSoInOneLine() {
    String message =
        assertThrows(UserError.class, () -> Javac.of(Optional.empty(), List.of())).getMessage();
    assertTrue(message.contains("has no compiler: run with a JDK 17 or newer"), message);
    assertEquals(1, message.lines().count());
  }

  @Test
  void foldersAreReadableForWhomTheUsersMaskAllows() throws Exception {
    user.sine(BODY).compile().close();
    Path plain = Files.createDirectory(root.resolve("plain"));
    for (Path folder : user.compiledFolders()) {
      assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(folder));
    }
  }

  @Test
  void copyWorksWithoutTheOriginal() throws Exception {
    user.jar("a.jar", "Helper", "public class Helper { public static double one() { return 1; } }");
    user.sine("return Stream.of(new Sample<>(Helper.one(), 2.0));");
    Path copy = root.resolve("submissions/1/classes");
    String codeHash;
    try (DatasetClasses compiled = user.compile()) {
      codeHash = compiled.codeHash();
      compiled.copyTo(copy);
    }
    FileTree.deleteIfExists(user.classes());
    FileTree.deleteIfExists(user.directory());
    try (DatasetClasses copied = DatasetClasses.open(copy)) {
      assertEquals(codeHash, copied.codeHash());
      assertEquals(copy, copied.directory());
      assertEquals(new Sample<>(1.0, 2.0), UserFolder.firstSample(copied));
    }
  }

  @Test
  void folderThatWasNotCompiledIsNotOpened() {
    assertThrows(IOException.class, () -> DatasetClasses.open(root));
  }

  @Test
  void classesOfANewerJavaAreRefused() throws Exception {
    user.sine(BODY).compile().close();
    Path folder = user.compiledFolders().get(0);
    byte[] classFile = Files.readAllBytes(folder.resolve("Datasets.class"));
    classFile[7] = (byte) 200;
    Files.write(folder.resolve("Datasets.class"), classFile);
    Files.writeString(folder.resolve("slurm-gen.properties"), "code.hash=x\njava.version=156\n");
    String message = assertThrows(UserError.class, () -> DatasetClasses.open(folder)).getMessage();
    assertTrue(
        message.startsWith("Datasets.java was compiled by Java 156, and this is Java "), message);
  }
}

package io.slurmgen.dataset.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slurmgen.dataset.method.GeneratorMethod;
import io.slurmgen.dataset.method.SampleRandom;
import io.slurmgen.dataset.params.ParameterText;
import io.slurmgen.dataset.params.Parameters;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("jdk")
class DatasetClassLoaderTest {
  /** A resource that our own class path has as well. */
  private static final String RESOURCE = "META-INF/MANIFEST.MF";

  @TempDir Path root;
  private UserFolder user;

  @BeforeEach
  void makeFolder() throws Exception {
    user = new UserFolder(root);
    user.sine("return Stream.of(new Sample<>(1.5, 2.0));");
  }

  private void jarWith(String resource, String content) throws Exception {
    Path lib = Files.createDirectories(user.directory().resolve("lib"));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(lib.resolve("r.jar")))) {
      out.putNextEntry(new JarEntry(resource));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void resourcesOfLibrariesComeBeforeThoseOnOurClassPath() throws Exception {
    jarWith(RESOURCE, "Of-The-User: yes\n");
    try (DatasetClasses compiled = user.compile();
        InputStream in = compiled.classLoader().getResourceAsStream(RESOURCE)) {
      assertEquals("Of-The-User: yes\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      List<URL> all = Collections.list(compiled.classLoader().getResources(RESOURCE));
      assertTrue(all.get(0).toString().contains("r.jar"), all.toString());
      assertTrue(all.size() > 1, all.toString());
      assertNull(compiled.classLoader().getResource("there/is/none"));
    }
  }

  @Test
  void resourcesOfOurClassPathAreFoundToo() throws Exception {
    try (DatasetClasses compiled = user.compile()) {
      String ours = "io/slurmgen/dataset/Sample.class";
      assertEquals(
          DatasetClassLoaderTest.class.getClassLoader().getResource(ours),
          compiled.classLoader().getResource(ours));
    }
  }

  @Test
  void closedClassesCanBeCollected() throws Exception {
    WeakReference<ClassLoader> loader = used();
    for (int i = 0; i < 100 && loader.get() != null; i++) {
      System.gc();
    }
    assertNull(loader.get());
  }

  private WeakReference<ClassLoader> used() throws Exception {
    try (DatasetClasses compiled = user.compile()) {
      GeneratorMethod sine = compiled.generator("sine");
      Parameters parameters = sine.parameters(ParameterText.parse("{'left': -2}"));
      Class<?> type = compiled.classLoader().loadClass("Datasets$P");
      sine.parametersOf(type.getConstructor().newInstance());
      sine.samples(1, parameters, new SampleRandom(0, parameters.hash())).close();
      return new WeakReference<>(compiled.classLoader());
    }
  }
}

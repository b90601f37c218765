package io.slurmgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links between documents, and into the sources, lead somewhere. */
class DocumentLinksTest {
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\n]*`");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]*)\\)");
  private static final int LONGEST_README = 250;
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");

  @Test
  void linksResolve() {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : Documents.all()) {
      for (String link : links(document)) {
        links++;
        if (!leadsSomewhere(document, link)) {
          broken.add(document + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(links > 15, links + " links");
  }

  @Test
  void readmeLeadsToEachDocument() {
    Set<Path> reached = new HashSet<>();
    for (String link : links(Documents.README)) {
      reached.add(Path.of(fileOf(link)).normalize());
    }
    List<Path> missed = Documents.all().stream().filter(page -> !reached.contains(page)).toList();
    assertEquals(List.of(Documents.README), missed);
  }

  @Test
  void readmeIsShort() {
    long lines = Documents.text(Documents.README).lines().count();
    assertTrue(lines <= LONGEST_README, lines + " lines");
  }

  private static boolean leadsSomewhere(Path document, String link) {
    if (link.startsWith("https://")) {
      return true;
    }
    String file = fileOf(link);
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    int hash = link.indexOf('#');
    return hash < 0 || anchors(target).contains(link.substring(hash + 1));
  }

  private static String fileOf(String link) {
    return link.replaceFirst("#.*", "");
  }

  private static List<String> links(Path document) {
    String prose = CODE.matcher(Documents.text(document)).replaceAll("");
    return LINK.matcher(prose).results().map(match -> match.group(1)).toList();
  }

  /** Names headings in GitHub's way: a heading that comes again gets a number. */
  private static Set<String> anchors(Path document) {
    Map<String, Integer> seen = new HashMap<>();
    UnaryOperator<String> numbered =
        anchor -> {
          int before = seen.merge(anchor, 1, Integer::sum) - 1;
          return before == 0 ? anchor : anchor + "-" + before;
        };
    return HEADING
        .matcher(FENCED.matcher(Documents.text(document)).replaceAll(""))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .map(numbered)
        .collect(Collectors.toSet());
  }
}

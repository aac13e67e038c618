package io.github.logconfig.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks every Markdown page of the repository: links and anchors, code fences, the length of
 * sentences, and a list of words that have a standard equivalent.
 */
class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String REPOSITORY = "https://github.com/logconfig/logconfig/blob/main/";
  private static final int MAX_WORDS_IN_SENTENCE = 40;

  /** Words of a private vocabulary, and British spellings. CONTRIBUTING.md has the alternatives. */
  private static final Pattern BANNED =
      Pattern.compile(
          "(?<![-\\w])(?:told|tells?|hangs?|stands?|stood|of ours|of others|nobody|somebody|wanted"
              + "|meant|came to|comes to|is to be|are to be|in vain|hopes?|mends?|put back"
              + "|takes? the rest|closing rule|sound|guard|trouble|words|places|guise|heed|thereof"
              + "|colours?|behaviours?|licences?|favour|honoured"
              + "|\\w+(?:alis|eris|oris|omis|gnis|ronis|mmaris)(?:e|es|ed|ing|ation))(?![-\\w])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\[]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern FENCED =
      Pattern.compile("(?ms)^( *)```([^\\n]*)\\n.*?^ *```[ \\t]*$");
  private static final Pattern INLINE_CODE = Pattern.compile("(`+).+?\\1", Pattern.DOTALL);
  private static final Pattern BLOCK_END =
      Pattern.compile("\\n\\s*\\n|\\n(?= *(?:[-*]|\\d+\\.) )|\\n(?=#)|\\n(?=\\|)| \\| ");
  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])[)\"]?\\s+");

  private static final Pattern TYPE_OR_PACKAGE =
      Pattern.compile("`([A-Z]\\w*[a-z]\\w*|io\\.github\\.[a-z.]+)`");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT, 4)) {
      files
          .map(ROOT::relativize)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().matches("(?:.*/)?(?:src|target|\\.git)/.*"))
          .sorted()
          .forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void linksLeadToExistingFilesAndHeadings(Path page) {
    List<String> dead = new ArrayList<>();
    Matcher links = LINK.matcher(withoutCode(read(page)));
    while (links.find()) {
      String target = links.group(1);
      // pages that are part of the distribution name files outside of docs by their URL
      boolean absolute = target.startsWith(REPOSITORY);
      if (!absolute && target.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = target.replace(REPOSITORY, "").split("#", 2);
      Path from = absolute ? ROOT.resolve("README.md") : ROOT.resolve(page);
      Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]);
      boolean found =
          Files.exists(file)
              && file.normalize().startsWith(ROOT)
              && (parts.length == 1 || anchors(ROOT.relativize(file)).contains(parts[1]));
      if (!found) {
        dead.add(target);
      }
    }

    assertThat(dead).as("dead links of %s", page).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void pagesUseStandardTermsAndShortSentences(Path page) {
    List<String> faults = new ArrayList<>();
    String prose = prose(read(page));
    for (String block : BLOCK_END.split(prose, -1)) {
      for (String sentence : SENTENCE_END.split(block.strip().replaceAll("\\s+", " "), -1)) {
        long words =
            Arrays.stream(sentence.split(" ", -1)).filter(it -> it.matches(".*\\w.*")).count();
        if (words > MAX_WORDS_IN_SENTENCE) {
          faults.add(words + " words: " + sentence);
        }
        Matcher banned = BANNED.matcher(sentence);
        while (banned.find()) {
          faults.add("\"" + banned.group() + "\": " + sentence);
        }
      }
    }

    assertThat(faults).as("prose of %s", page).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void codeBlocksNameTheirLanguage(Path page) {
    List<String> unnamed =
        FENCED
            .matcher(read(page))
            .results()
            .filter(block -> block.group(2).isBlank())
            .map(block -> block.group().lines().limit(2).toList().toString())
            .toList();

    assertThat(unnamed).as("code blocks of %s without a language", page).isEmpty();
  }

  @Test
  void theIndexListsEveryPage() throws IOException {
    String index = read(Path.of("docs/README.md"));
    List<String> missing =
        pages().stream()
            .filter(page -> page.startsWith("docs") && page.getNameCount() == 2)
            .filter(page -> !page.endsWith("README.md"))
            .map(page -> Path.of("docs").relativize(page).toString())
            .filter(page -> !index.contains("(" + page + ")"))
            .toList();

    assertThat(missing).as("pages that docs/README.md does not list").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/architecture.md", "CONTRIBUTING.md"})
  void namedTypesAndPackagesExist(String page) throws IOException {
    Set<String> known = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().matches(".*/src/(?:main|test)/java/.*"))
          .map(file -> file.toString().replaceAll(".*/src/\\w+/java/", "").replace('/', '.'))
          .forEach(
              name -> {
                known.add(name);
                known.add(name.replaceAll("^.*\\.([^.]+)\\.java$", "$1"));
              });
    }
    List<String> unknown =
        TYPE_OR_PACKAGE
            .matcher(FENCED.matcher(read(Path.of(page))).replaceAll(""))
            .results()
            .map(name -> name.group(1))
            .filter(name -> !known.contains(name))
            .toList();

    assertThat(unknown).as("types and packages that %s names", page).isEmpty();
  }

  /** The anchors that a code host gives to the headings of a page. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new TreeSet<>();
    Map<String, Integer> seen = new HashMap<>();
    Matcher headings = HEADING.matcher(FENCED.matcher(read(page)).replaceAll(""));
    while (headings.find()) {
      String anchor =
          headings
              .group(1)
              .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int count = seen.merge(anchor, 1, Integer::sum);
      anchors.add(count == 1 ? anchor : anchor + "-" + (count - 1));
    }
    return anchors;
  }

  private static String withoutCode(String text) {
    return INLINE_CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("code");
  }

  private static String prose(String text) {
    return withoutCode(text)
        .replaceAll("(?s)<!--.*?-->", "")
        .replaceAll("(?m)^    .*$", "")
        .replaceAll("\\[([^]\\[]*)]\\([^)]*\\)", "$1")
        .replace("**", "");
  }

  private static String read(Path page) {
    try {
      return Files.readString(ROOT.resolve(page), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

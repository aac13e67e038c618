package io.github.logconfig.cli.view;

import io.github.logconfig.cli.Version;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.render.Annotation;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Problems and findings in formats that services show next to the lines of files. */
public final class AnnotationView {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

  private AnnotationView() {}

  /** The formats. */
  public enum Format {
    sarif,
    junit,
    github
  }

  /**
   * Something that was checked: a test case of JUnit.
   *
   * @param group the environment
   * @param name the cluster
   */
  public record Checked(String group, String name) {}

  /**
   * Returns annotations in a format.
   *
   * @param command what has made them, for example {@code plan}
   * @param checked everything that was checked, successful or not
   */
  public static String of(
      Format format, String command, List<Checked> checked, List<Annotation> annotations) {
    return SafeText.masked(
        switch (format) {
          case sarif -> sarif(annotations);
          case junit -> junit(command, checked, annotations);
          case github -> github(annotations);
        });
  }

  // GitHub: workflow commands.

  private static String github(List<Annotation> annotations) {
    StringBuilder text = new StringBuilder();
    for (Annotation annotation : annotations) {
      String command =
          switch (annotation.severity()) {
            case ERROR -> "::error ";
            case WARNING -> "::warning ";
            case INFO -> "::notice ";
          };
      text.append(command);
      Optional<SourceLocation> first = annotation.locations().stream().findFirst();
      first
          .filter(SourceLocation::isFile)
          .ifPresent(
              location -> {
                text.append("file=").append(property(inRepository(location))).append(',');
                text.append(location.line() == 0 ? "" : "line=" + location.line() + ",");
              });
      text.append("title=logconfig ").append(property(annotation.code())).append("::");
      first
          .filter(location -> !location.isFile())
          .ifPresent(location -> text.append(escaped(location + ": ")));
      text.append(escaped(Quoted.line(annotation.message()))).append('\n');
    }
    return text.toString();
  }

  private static String property(String value) {
    return escaped(Quoted.line(value)).replace(":", "%3A").replace(",", "%2C");
  }

  private static String escaped(String value) {
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  // SARIF 2.1.0.

  private static String sarif(List<Annotation> annotations) {
    Map<String, Object> rules = new LinkedHashMap<>();
    List<Object> results = new ArrayList<>();
    for (Annotation annotation : annotations) {
      rules.computeIfAbsent(annotation.code(), AnnotationView::sarifRule);
      results.add(sarifResult(annotation));
    }
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "logconfig");
    driver.put("version", Version.number());
    driver.put("rules", List.copyOf(rules.values()));
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "utf16CodeUnits");
    run.put("results", results);
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return Json.of(log);
  }

  private static Map<String, Object> sarifRule(String code) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("id", code);
    rule.put("shortDescription", Map.of("text", "logconfig " + code));
    return rule;
  }

  private static Map<String, Object> sarifResult(Annotation annotation) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ruleId", annotation.code());
    result.put(
        "level",
        switch (annotation.severity()) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case INFO -> "note";
        });
    result.put("message", Map.of("text", Quoted.line(annotation.message())));
    if (!annotation.locations().isEmpty()) {
      result.put(
          "locations", annotation.locations().stream().map(AnnotationView::sarifLocation).toList());
    }
    return result;
  }

  private static Map<String, Object> sarifLocation(SourceLocation location) {
    if (!location.isFile()) {
      return Map.of("logicalLocations", List.of(Map.of("fullyQualifiedName", location.toString())));
    }
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("artifactLocation", Map.of("uri", uri(inRepository(location))));
    if (location.line() > 0) {
      place.put("region", Map.of("startLine", location.line()));
    }
    return Map.of("physicalLocation", place);
  }

  private static String inRepository(SourceLocation file) {
    return inRepository(Path.of("").toAbsolutePath(), file.name());
  }

  /**
   * Returns a file as GitHub and GitLab name it: relative to the root of the repository that has
   * the working directory, without {@code .} and {@code ..}. Without a repository, the working
   * directory is the root. A file that is not below the root has an absolute path.
   */
  static String inRepository(Path working, String file) {
    Path root = working;
    for (Path parent = working; parent != null; parent = parent.getParent()) {
      if (Files.exists(parent.resolve(".git"))) {
        root = parent;
        break;
      }
    }
    try {
      Path absolute = working.resolve(file).normalize();
      return (absolute.startsWith(root) ? root.relativize(absolute) : absolute).toString();
    } catch (InvalidPathException notAPath) {
      return file;
    }
  }

  /** Returns a path as a relative reference, or as a file URL if it is absolute. */
  private static String uri(String path) {
    try {
      return path.startsWith("/")
          ? new URI("file", "", path, null).toString()
          : new URI(null, null, path, null).toString();
    } catch (URISyntaxException notAPath) {
      return "unknown";
    }
  }

  // JUnit, as the schemas of Ant and Jenkins describe it.

  /** A test case, with what makes it fail. */
  private record Case(Checked checked, List<Annotation> errors) {}

  private static String junit(String command, List<Checked> checked, List<Annotation> annotations) {
    List<Case> cases = cases(command, checked, annotations);
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("package", "logconfig");
      xml.writeAttribute("id", "0");
      xml.writeAttribute("name", command);
      xml.writeAttribute("timestamp", SECONDS.format(LocalDateTime.now(ZoneOffset.UTC)));
      xml.writeAttribute("hostname", "localhost");
      xml.writeAttribute("tests", "" + cases.size());
      xml.writeAttribute(
          "failures", "" + cases.stream().filter(it -> !it.errors().isEmpty()).count());
      xml.writeAttribute("errors", "0");
      xml.writeAttribute("time", "0");
      xml.writeEmptyElement("properties");
      Map<Annotation, String> reported = new HashMap<>();
      for (Case one : cases) {
        write(xml, one, reported);
      }
      xml.writeStartElement("system-out");
      xml.writeCharacters(
          lines(annotations.stream().filter(it -> it.severity() != Severity.ERROR).toList()));
      xml.writeEndElement();
      xml.writeEmptyElement("system-err");
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a writer in memory does not fail", e);
    }
    return text + "\n";
  }

  /** Returns a case for everything that was checked, and for each other error. */
  private static List<Case> cases(
      String command, List<Checked> checked, List<Annotation> annotations) {
    Map<String, List<Annotation>> errors = new HashMap<>();
    List<Case> others = new ArrayList<>();
    Set<String> names = checked.stream().map(Checked::name).collect(Collectors.toSet());
    for (Annotation annotation : annotations) {
      if (annotation.severity() != Severity.ERROR) {
        continue;
      }
      annotation
          .clusters()
          .forEach(name -> errors.computeIfAbsent(name, key -> new ArrayList<>()).add(annotation));
      if (annotation.clusters().stream().noneMatch(names::contains)) {
        String place = annotation.locations().stream().findFirst().map(it -> " " + it).orElse("");
        others.add(
            new Case(new Checked("desired state", annotation.code() + place), List.of(annotation)));
      }
    }
    List<Case> cases = new ArrayList<>();
    for (Checked one : checked) {
      cases.add(new Case(one, errors.getOrDefault(one.name(), List.of())));
    }
    cases.addAll(others);
    if (cases.isEmpty()) {
      cases.add(new Case(new Checked("desired state", command), List.of()));
    }
    return cases;
  }

  /**
   * Writes a test case.
   *
   * @param reported the errors of the cases before, and the first case that has each of them; an
   *     error of many clusters is written once
   */
  private static void write(XMLStreamWriter xml, Case one, Map<Annotation, String> reported)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", Quoted.line(one.checked().group()));
    xml.writeAttribute("name", Quoted.line(one.checked().name()));
    xml.writeAttribute("time", "0");
    if (!one.errors().isEmpty()) {
      Annotation first = one.errors().get(0);
      String before = reported.get(first);
      xml.writeStartElement("failure");
      xml.writeAttribute(
          "message",
          before == null
              ? Quoted.line(first.message())
              : first.code() + " as in test case " + Quoted.line(before));
      xml.writeAttribute("type", first.code());
      xml.writeCharacters(
          lines(one.errors().stream().filter(it -> !reported.containsKey(it)).toList()));
      xml.writeEndElement();
      one.errors().forEach(it -> reported.putIfAbsent(it, one.checked().name()));
    }
    xml.writeEndElement();
  }

  private static String lines(List<Annotation> annotations) {
    StringBuilder lines = new StringBuilder();
    for (Annotation annotation : annotations) {
      annotation.locations().stream()
          .findFirst()
          .ifPresent(location -> lines.append(location).append(": "));
      lines
          .append(annotation.code())
          .append(": ")
          .append(Quoted.line(annotation.message()))
          .append('\n');
    }
    return lines.toString();
  }
}

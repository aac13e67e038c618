package io.github.logconfig.cli.view;

import io.github.logconfig.cli.Version;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.render.Annotation;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Problems and findings in formats that services show next to the lines of files. */
public final class AnnotationView {

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
      first.ifPresent(
          location -> {
            text.append("file=").append(property(location.file())).append(',');
            text.append(location.line() == 0 ? "" : "line=" + location.line() + ",");
          });
      text.append("title=logconfig ").append(property(annotation.code())).append("::");
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
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("artifactLocation", Map.of("uri", uri(location.file())));
    if (location.line() > 0) {
      place.put("region", Map.of("startLine", location.line()));
    }
    return Map.of("physicalLocation", place);
  }

  /** Returns a file as a relative reference, or a file URL if it is not below the repository. */
  private static String uri(String file) {
    try {
      String path = file.replace('\\', '/');
      return Path.of(file).isAbsolute()
          ? new URI("file", "", path, null).toString()
          : new URI(null, null, path.startsWith("./") ? path.substring(2) : path, null).toString();
    } catch (IllegalArgumentException | URISyntaxException notAPath) {
      return "unknown";
    }
  }

  // JUnit.

  private static String junit(
      String command, List<Checked> checked, List<Annotation> annotations) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      List<Annotation> others =
          annotations.stream()
              .filter(it -> checked.stream().noneMatch(one -> it.clusters().contains(one.name())))
              .filter(it -> it.severity() != Severity.INFO)
              .toList();
      boolean nothing = checked.isEmpty() && others.isEmpty();
      long failed =
          checked.stream().filter(one -> !errors(one, annotations).isEmpty()).count()
              + others.stream().filter(it -> it.severity() == Severity.ERROR).count();
      xml.writeStartElement("testsuites");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "logconfig " + command);
      xml.writeAttribute("tests", "" + (nothing ? 1 : checked.size() + others.size()));
      xml.writeAttribute("failures", "" + failed);
      xml.writeAttribute("errors", "0");
      for (Checked one : checked) {
        writeCase(xml, one, errors(one, annotations), warnings(one, annotations));
      }
      for (Annotation other : others) {
        String name = other.locations().stream().findFirst().map(Object::toString).orElse("");
        Checked one =
            new Checked("desired state", name.isEmpty() ? other.code() : other.code() + " " + name);
        boolean isError = other.severity() == Severity.ERROR;
        writeCase(
            xml, one, isError ? List.of(other) : List.of(), isError ? List.of() : List.of(other));
      }
      if (nothing) {
        writeCase(xml, new Checked("desired state", command), List.of(), List.of());
      }
      xml.writeEndElement();
      xml.writeEndElement();
      xml.writeEndDocument();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a writer in memory does not fail", e);
    }
    return text + "\n";
  }

  private static List<Annotation> errors(Checked one, List<Annotation> annotations) {
    return of(Severity.ERROR, one, annotations);
  }

  private static List<Annotation> warnings(Checked one, List<Annotation> annotations) {
    return of(Severity.WARNING, one, annotations);
  }

  private static List<Annotation> of(
      Severity severity, Checked one, List<Annotation> annotations) {
    return annotations.stream()
        .filter(it -> it.severity() == severity && it.clusters().contains(one.name()))
        .toList();
  }

  private static void writeCase(
      XMLStreamWriter xml, Checked one, List<Annotation> errors, List<Annotation> warnings)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", Quoted.line(one.group()));
    xml.writeAttribute("name", Quoted.line(one.name()));
    xml.writeAttribute("time", "0");
    if (!errors.isEmpty()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", Quoted.line(errors.get(0).message()));
      xml.writeAttribute("type", errors.get(0).code());
      xml.writeCharacters(lines(errors));
      xml.writeEndElement();
    }
    if (!warnings.isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(lines(warnings));
      xml.writeEndElement();
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

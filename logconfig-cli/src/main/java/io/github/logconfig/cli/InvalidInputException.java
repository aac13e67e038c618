package io.github.logconfig.cli;

import io.github.logconfig.model.Problem;
import io.github.logconfig.model.SourceLocation;
import io.github.logconfig.plan.Severity;
import io.github.logconfig.reconcile.FailureKind;
import io.github.logconfig.render.Annotation;
import io.github.logconfig.render.PlanJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Options, files or a desired state that are invalid or cannot be read. Nothing was sent. */
public final class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final transient List<String> lines;
  private final transient List<Map<String, Object>> problems;

  /** Creates an exception for one invalid option, variable or file. */
  public InvalidInputException(String line) {
    this(List.of(line));
  }

  /** Creates an exception for several problems, one line each. */
  public InvalidInputException(List<String> lines) {
    this(
        FailureKind.CONFIGURATION, lines, lines.stream().map(InvalidInputException::tree).toList());
  }

  private InvalidInputException(
      FailureKind kind, List<String> lines, List<Map<String, Object>> problems) {
    super(String.join("\n", lines));
    this.kind = kind;
    this.lines = List.copyOf(lines);
    this.problems = List.copyOf(problems);
  }

  /**
   * Returns the exception for problems of a source.
   *
   * @param kind the worst kind of the problems; it decides on the exit code
   * @param line renders a problem as one line
   */
  public static InvalidInputException of(
      FailureKind kind, List<Problem> problems, Function<Problem, String> line) {
    return new InvalidInputException(
        kind,
        problems.stream().map(line).distinct().toList(),
        problems.stream().map(InvalidInputException::tree).distinct().toList());
  }

  /**
   * Returns the exception for a file that cannot be read or written.
   *
   * @param subject the option and the file, for example {@code --plan "plan.json"}
   */
  public static InvalidInputException of(String subject, IOException cause) {
    return new InvalidInputException(subject + " " + reason(cause));
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "cannot be accessed: permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "has a parent that is not a directory";
    }
    if (e instanceof CharacterCodingException) {
      return "is not UTF-8 text";
    }
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    return "cannot be used: " + (reason == null ? e.getClass().getSimpleName() : reason);
  }

  private static Map<String, Object> tree(String line) {
    return Map.of("message", line);
  }

  private static Map<String, Object> tree(Problem problem) {
    Map<String, Object> tree = PlanJson.locationOfProblem(problem.location());
    tree.put("message", problem.message());
    return tree;
  }

  /** Returns what is invalid, one line per problem. */
  public List<String> lines() {
    return lines;
  }

  FailureKind kind() {
    return kind;
  }

  /** Returns the problems as annotations. */
  List<Annotation> annotations() {
    return problems.stream()
        .map(
            problem ->
                new Annotation(
                    Severity.ERROR,
                    "PROBLEM",
                    String.valueOf(problem.get("message")),
                    locations(problem),
                    List.of()))
        .toList();
  }

  private static List<SourceLocation> locations(Map<String, Object> problem) {
    int line = problem.get("line") instanceof Integer known ? known : 0;
    if (problem.get("place") instanceof String place) {
      return List.of(SourceLocation.ofPlace(place).atLine(line));
    }
    return problem.get("file") instanceof String file
        ? List.of(new SourceLocation(file, line))
        : List.of();
  }

  /**
   * Returns the problems as trees with {@code file}, {@code place} if that is not a file, {@code
   * line} and {@code message}.
   */
  List<Map<String, Object>> problems() {
    return new ArrayList<>(problems);
  }
}

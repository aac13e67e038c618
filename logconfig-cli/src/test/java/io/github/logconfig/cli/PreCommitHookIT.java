package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.Executable.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published hook refuses a commit with an invalid desired state. Where pre-commit is installed,
 * it runs the hook; elsewhere the command of the hook runs as pre-commit would run it.
 */
class PreCommitHookIT {

  private static final Path HOOKS = Path.of("../.pre-commit-hooks.yaml");

  @TempDir private Path folder;

  @Test
  void refusesAnInvalidDesiredState() throws IOException {
    Path repository = Files.createDirectories(folder.resolve("teams"));
    Files.writeString(
        repository.resolve("desired.yaml"),
        """
        include: [pay.yaml]
        environments: [{name: staging, url: "https://abc12345.live.dynatrace.com"}]
        clusters: [{name: stage-01, environment: staging, namespaces: []}]
        """);
    String team = "{owner: payments, clusters: [{name: stage-01, namespaces: [%s]}]}\n";
    Files.writeString(repository.resolve("pay.yaml"), team.formatted("shop"));

    Result valid = hook(repository);
    Files.writeString(repository.resolve("pay.yaml"), team.formatted("Shop"));
    Result invalid = hook(repository);

    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    assertThat(invalid.exitCode()).isNotZero();
    assertThat(invalid.out() + invalid.err()).contains("pay.yaml:1: namespace \"Shop\" is not");
  }

  private Result hook(Path repository) throws IOException {
    String text = Files.readString(HOOKS);
    String path =
        Path.of(Executable.launcher()).getParent() + File.pathSeparator + System.getenv("PATH");
    Map<String, String> variables =
        Map.of("PATH", path, "PRE_COMMIT_HOME", folder.resolve("cache").toString());
    if (isInstalled()) {
      Path hooks = Files.createDirectories(folder.resolve("hooks"));
      Files.writeString(hooks.resolve(".pre-commit-hooks.yaml"), Files.readString(HOOKS));
      commit(hooks, variables);
      Files.writeString(
          repository.resolve(".pre-commit-config.yaml"),
          "repos: [{repo: %s, rev: HEAD, hooks: [{id: %s}]}]%n"
              .formatted(hooks, value(text, "- id: (.*)")));
      commit(repository, variables);
      return run(repository, variables, "pre-commit run --all-files");
    }
    assertThat(value(text, "  pass_filenames: (.*)")).isEqualTo("false");
    String arguments = value(text, "  args: \\[(.*)]").replace(",", " ");
    return run(repository, variables, value(text, "  entry: (.*)") + " " + arguments);
  }

  private static String value(String text, String line) {
    return Pattern.compile("^" + line + "$", Pattern.MULTILINE)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private static void commit(Path repository, Map<String, String> variables) {
    Result result =
        run(
            repository,
            variables,
            "git init -q && git add -A && git -c user.name=a -c user.email=a@example.com commit"
                + " -q --allow-empty -m files");
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static Result run(Path repository, Map<String, String> variables, String command) {
    return Executable.run(variables, List.of("sh", "-c", "cd '" + repository + "' && " + command));
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "pre-commit")));
  }
}

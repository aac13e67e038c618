package io.github.logconfig.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.kubernetes.Kubeconfig.Server;
import io.github.logconfig.model.Problem;
import io.github.logconfig.model.Quoted;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A credential plugin of a kubeconfig ({@code exec}), run as kubectl runs it: without a shell, with
 * {@code KUBERNETES_EXEC_INFO}, and with a time limit. Its standard error is part of the message if
 * it fails.
 *
 * @param folder directory of the kubeconfig, from which relative paths start
 * @param installHint shown if the command does not exist; may be empty
 */
record ExecPlugin(
    Path folder,
    String apiVersion,
    String command,
    List<String> arguments,
    Map<String, String> environment,
    boolean provideClusterInfo,
    boolean needsTerminal,
    String installHint) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_OUTPUT = 1_024 * 1_024;

  /** In Java 17 {@code error=2, No such file}, in Java 25 {@code error: 2 (No such file)}. */
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error(=|: )2\\b");

  /** Credentials of a plugin; they do not expire if {@code expires} is empty. */
  record Credentials(
      Optional<String> token,
      Optional<byte[]> certificate,
      Optional<byte[]> key,
      Optional<Instant> expires) {

    @Override
    public String toString() {
      return "Credentials[…]";
    }
  }

  /** Runs the plugin. */
  Credentials run(Server server, Duration limit) throws ClusterException {
    if (needsTerminal) {
      throw failed(Problem.Kind.DENIED, "requires a terminal (interactiveMode: Always)");
    }
    ProcessBuilder builder = new ProcessBuilder(commandLine());
    builder.environment().putAll(environment);
    builder.environment().put("KUBERNETES_EXEC_INFO", execInfo(server));
    Process process;
    try {
      process = builder.redirectInput(nullInput()).start();
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).strip();
      throw failed(
          Problem.Kind.INVALID,
          "cannot be started: "
              + (NO_SUCH_FILE.matcher(reason).find() ? "command not found" : reason)
              + (installHint.isBlank() ? "" : "; " + installHint.strip()));
    }
    CompletableFuture<String> output = text(process.getInputStream());
    CompletableFuture<String> errors = text(process.getErrorStream());
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed(Problem.Kind.DENIED, "did not finish within " + limit.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        String reason = errors.get(1, TimeUnit.SECONDS).strip();
        throw failed(
            Problem.Kind.DENIED,
            "failed with status "
                + process.exitValue()
                + (reason.isEmpty() ? "" : ": " + Quoted.line(reason)));
      }
      return parse(output.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(Problem.Kind.UNREACHABLE, "was interrupted");
    } catch (ExecutionException | TimeoutException e) {
      throw failed(Problem.Kind.DENIED, "did not close its output");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private List<String> commandLine() {
    List<String> line = new ArrayList<>();
    boolean isPath = command.contains("/") || command.contains(File.separator);
    line.add(isPath ? folder.resolve(command).toString() : command);
    line.addAll(arguments);
    return line;
  }

  private String execInfo(Server server) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("kind", "ExecCredential").put("apiVersion", apiVersion);
    ObjectNode spec = info.putObject("spec").put("interactive", false);
    if (provideClusterInfo) {
      ObjectNode cluster = spec.putObject("cluster").put("server", server.url().toString());
      server.tlsServerName().ifPresent(name -> cluster.put("tls-server-name", name));
      server.proxy().ifPresent(proxy -> cluster.put("proxy-url", proxy.toString()));
      if (server.insecure()) {
        cluster.put("insecure-skip-tls-verify", true);
      }
      server
          .authority()
          .ifPresent(
              pem ->
                  cluster.put(
                      "certificate-authority-data", Base64.getEncoder().encodeToString(pem)));
    }
    return info.toString();
  }

  private Credentials parse(String output) throws ClusterException {
    JsonNode status;
    try {
      status = JSON.readTree(output).path("status");
    } catch (IOException e) {
      throw failed(Problem.Kind.DENIED, "returned no ExecCredential in JSON");
    }
    Credentials credentials =
        new Credentials(
            text(status, "token"),
            text(status, "clientCertificateData").map(ExecPlugin::bytes),
            text(status, "clientKeyData").map(ExecPlugin::bytes),
            text(status, "expirationTimestamp").flatMap(ExecPlugin::instant));
    if (credentials.token().isEmpty() && credentials.certificate().isEmpty()) {
      throw failed(Problem.Kind.DENIED, "returned neither a token nor a client certificate");
    }
    return credentials;
  }

  private static Optional<String> text(JsonNode status, String field) {
    return Optional.ofNullable(status.path(field).textValue()).filter(it -> !it.isEmpty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ProcessBuilder.Redirect nullInput() {
    return ProcessBuilder.Redirect.from(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"));
  }

  /** Reads a stream in the background, because a full pipe would block the plugin. */
  private static CompletableFuture<String> text(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                text.complete(new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.complete("");
              }
            },
            "logconfig-exec-plugin");
    reader.setDaemon(true);
    reader.start();
    return text;
  }

  private ClusterException failed(Problem.Kind kind, String message) {
    return new ClusterException(kind, "the exec plugin " + Quoted.of(command) + " " + message);
  }
}

package io.github.logconfig.kubernetes;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.yaml.Problems;
import io.github.logconfig.source.internal.yaml.YamlFile;
import io.github.logconfig.source.internal.yaml.YamlFile.Limits;
import io.github.logconfig.source.internal.yaml.YamlNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kubeconfig files, merged as kubectl merges them: of two clusters, users or contexts with one name
 * the first counts, and so does the first current context. Relative paths start from the directory
 * of the file that contains them.
 */
final class Kubeconfig {

  private static final String FILES = "kubeconfig";
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private final String shown;
  private final Map<String, Entry> clusters = new LinkedHashMap<>();
  private final Map<String, Entry> users = new LinkedHashMap<>();
  private final Map<String, Entry> contexts = new LinkedHashMap<>();
  private String currentContext = "";

  private Kubeconfig(String shown) {
    this.shown = shown;
  }

  /** Fields of an entry, and the directory of its file. */
  private record Entry(Map<String, YamlNode> fields, Path folder) {

    Optional<String> text(String key) {
      return Optional.ofNullable(fields.get(key))
          .filter(node -> !node.isNull())
          .flatMap(YamlNode::peekText)
          .filter(text -> !text.isEmpty());
    }

    boolean flag(String key) {
      return text(key).filter("true"::equalsIgnoreCase).isPresent();
    }

    Optional<Path> path(String key) throws ClusterException {
      Optional<String> text = text(key);
      try {
        return text.map(folder::resolve);
      } catch (InvalidPathException e) {
        throw ClusterException.invalid(key + " " + Quoted.of(text.orElse("")) + " is not a path");
      }
    }

    /** Returns the content of {@code KEY-data}, or else of the file {@code KEY}. */
    Optional<byte[]> content(String key) throws ClusterException {
      Optional<String> data = text(key + "-data");
      if (data.isPresent()) {
        try {
          return Optional.of(Base64.getMimeDecoder().decode(data.get()));
        } catch (IllegalArgumentException e) {
          throw ClusterException.invalid(key + "-data of the kubeconfig is not Base64");
        }
      }
      Optional<Path> file = path(key);
      return file.isEmpty() ? Optional.empty() : Optional.of(read(key, file.get()));
    }
  }

  /**
   * A server with the credentials of a context. A token file is read again for each connection.
   *
   * @param authority certificates in PEM form that replace those of the system
   * @param proxy proxy of this cluster, which overrides other settings
   */
  record Server(
      URI url,
      Optional<byte[]> authority,
      boolean insecure,
      Optional<String> tlsServerName,
      Optional<URI> proxy,
      Optional<String> token,
      Optional<Path> tokenFile,
      Optional<String> basic,
      Optional<byte[]> certificate,
      Optional<byte[]> key,
      Optional<ExecPlugin> exec) {

    @Override
    public String toString() {
      return "Server[" + url + "]";
    }
  }

  /**
   * Reads a kubeconfig, or else the files of {@code KUBECONFIG}, or else {@code ~/.kube/config}.
   */
  static Kubeconfig read(Optional<Path> kubeconfig) throws ClusterException {
    List<Path> files = new ArrayList<>();
    if (kubeconfig.isPresent()) {
      files.add(kubeconfig.get());
    } else {
      String variable = System.getProperty(FILES, System.getenv("KUBECONFIG"));
      if (variable == null || variable.isBlank()) {
        files.add(Path.of(System.getProperty("user.home"), ".kube", "config"));
      } else {
        for (String file : variable.split(File.pathSeparator, -1)) {
          if (!file.isBlank()) {
            files.add(Path.of(file));
          }
        }
      }
    }
    Kubeconfig merged =
        new Kubeconfig(
            "the kubeconfig "
                + Quoted.of(
                    String.join(File.pathSeparator, files.stream().map(Path::toString).toList())));
    for (Path file : files) {
      if (kubeconfig.isPresent() || Files.exists(file)) {
        merged.add(file);
      }
    }
    return merged;
  }

  private void add(Path file) throws ClusterException {
    Problems problems = new Problems();
    Optional<YamlNode> document =
        new YamlFile(Limits.CONFIGURATION).read(file, YamlFile.location(file), problems);
    if (document.isEmpty()) {
      throw ClusterException.invalid("the kubeconfig " + problems.inOrder().get(0));
    }
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Map<String, YamlNode> top =
        document.get().reportingTo(problems).mapping("a kubeconfig").orElse(Map.of());
    addAll(top.get("clusters"), "cluster", folder, clusters);
    addAll(top.get("users"), "user", folder, users);
    addAll(top.get("contexts"), "context", folder, contexts);
    if (!problems.isEmpty()) {
      throw ClusterException.invalid("the kubeconfig " + problems.inOrder().get(0));
    }
    if (currentContext.isEmpty()) {
      currentContext = new Entry(top, folder).text("current-context").orElse("");
    }
  }

  private static void addAll(
      @Nullable YamlNode list, String kind, Path folder, Map<String, Entry> entries) {
    if (list == null || list.isNull()) {
      return;
    }
    for (YamlNode item : list.list(kind + "s")) {
      Map<String, YamlNode> named = item.mapping("a " + kind).orElse(Map.of());
      YamlNode content = named.get(kind);
      Map<String, YamlNode> fields =
          content == null || content.isNull() ? Map.of() : content.mapping(kind).orElse(Map.of());
      new Entry(named, folder)
          .text("name")
          .ifPresent(name -> entries.putIfAbsent(name, new Entry(fields, folder)));
    }
  }

  /**
   * Returns the server of a context, of the current context, or of the cluster that the program
   * runs in.
   */
  Server server(Optional<String> context) throws ClusterException {
    if (context.isEmpty() && contexts.isEmpty() && currentContext.isEmpty()) {
      return inCluster(System.getenv(), SERVICE_ACCOUNT);
    }
    String name = context.orElse(currentContext);
    if (name.isEmpty()) {
      throw ClusterException.invalid(
          shown + " has no current-context; set context in the file of clusters");
    }
    Entry selected = contexts.get(name);
    if (selected == null) {
      throw ClusterException.invalid("the kubeconfig has no context " + Quoted.of(name));
    }
    Entry cluster = referenced(clusters, selected, "cluster", name);
    Entry user =
        selected.text("user").isPresent()
            ? referenced(users, selected, "user", name)
            : new Entry(Map.of(), cluster.folder());
    return server(cluster, user);
  }

  /**
   * Returns the server of a context, or of the cluster that the program runs in if there is none.
   */
  Server serverOrOwn(String context) throws ClusterException {
    return contexts.isEmpty() && currentContext.isEmpty()
        ? inCluster(System.getenv(), SERVICE_ACCOUNT)
        : server(Optional.of(context));
  }

  private static Entry referenced(
      Map<String, Entry> entries, Entry context, String kind, String name) throws ClusterException {
    String reference = context.text(kind).orElse("");
    Entry entry = entries.get(reference);
    if (entry == null) {
      throw ClusterException.invalid(
          "context "
              + Quoted.of(name)
              + " of the kubeconfig refers to the unknown "
              + kind
              + " "
              + Quoted.of(reference));
    }
    return entry;
  }

  private static Server server(Entry cluster, Entry user) throws ClusterException {
    String url = cluster.text("server").orElse("");
    Optional<String> password = user.text("password");
    return new Server(
        url("server", url, Set.of("http", "https")),
        cluster.content("certificate-authority"),
        cluster.flag("insecure-skip-tls-verify"),
        cluster.text("tls-server-name"),
        cluster.text("proxy-url").isPresent()
            ? Optional.of(
                url(
                    "proxy-url",
                    cluster.text("proxy-url").get(),
                    Set.of("http", "https", "socks5", "socks5h")))
            : Optional.empty(),
        user.text("token"),
        user.path("tokenFile"),
        user.text("username").map(it -> it + ":" + password.orElse("")),
        user.content("client-certificate"),
        user.content("client-key"),
        exec(user));
  }

  private static URI url(String what, String text, Set<String> schemes) throws ClusterException {
    try {
      URI url = URI.create(text);
      if (schemes.contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // reported below; the message of the exception would repeat a password
    }
    throw ClusterException.invalid(
        what
            + " of the kubeconfig is "
            + (text.contains("@") ? "…@…" : Quoted.of(text))
            + "; expected an http or https URL"
            + (schemes.contains("socks5") ? ", or a socks5 URL" : ""));
  }

  private static Optional<ExecPlugin> exec(Entry user) throws ClusterException {
    YamlNode node = user.fields().get("exec");
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    Problems problems = new Problems();
    Entry exec =
        new Entry(node.reportingTo(problems).mapping("exec").orElse(Map.of()), user.folder());
    List<String> arguments = new ArrayList<>();
    for (YamlNode item : items(exec, "args")) {
      item.peekText().ifPresent(arguments::add);
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (YamlNode item : items(exec, "env")) {
      Entry variable = new Entry(item.mapping("a variable").orElse(Map.of()), user.folder());
      variable
          .text("name")
          .ifPresent(name -> environment.put(name, variable.text("value").orElse("")));
    }
    if (!problems.isEmpty()) {
      throw ClusterException.invalid("the kubeconfig " + problems.inOrder().get(0));
    }
    String command = exec.text("command").orElse("");
    if (command.isEmpty()) {
      throw ClusterException.invalid("exec of the kubeconfig has no command");
    }
    return Optional.of(
        new ExecPlugin(
            user.folder(),
            exec.text("apiVersion").orElse("client.authentication.k8s.io/v1"),
            command,
            arguments,
            environment,
            exec.flag("provideClusterInfo"),
            exec.text("interactiveMode").filter("Always"::equals).isPresent(),
            exec.text("installHint").orElse("")));
  }

  private static List<YamlNode> items(Entry exec, String key) {
    YamlNode list = exec.fields().get(key);
    return list == null || list.isNull() ? List.of() : list.list(key);
  }

  private Server inCluster(Map<String, String> variables, Path account) throws ClusterException {
    String host = variables.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    Path token = account.resolve("token");
    if (host.isEmpty() || !Files.exists(token)) {
      throw ClusterException.invalid(
          shown + " does not exist or is empty, and this program does not run in a cluster");
    }
    return new Server(
        URI.create(
            "https://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + variables.getOrDefault("KUBERNETES_SERVICE_PORT", "443")),
        Optional.of(read("certificate-authority", account.resolve("ca.crt"))),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(token),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static byte[] read(String what, Path file) throws ClusterException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String reason =
          e instanceof NoSuchFileException
              ? "it does not exist"
              : e instanceof AccessDeniedException ? "permission denied" : "" + e.getMessage();
      throw ClusterException.invalid(
          what + " " + Quoted.of(file.toString()) + " cannot be read: " + reason);
    }
  }
}

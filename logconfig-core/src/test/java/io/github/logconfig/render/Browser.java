package io.github.logconfig.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, controlled by the DevTools protocol. It reports everything that a page must
 * not do: errors, violations of its policy, dialogs, and requests besides the page itself.
 */
final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final String session;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
  private final List<String> incidents = new CopyOnWriteArrayList<>();

  /** Starts a browser with its profile in an empty folder. */
  Browser(Path profile) throws IOException {
    process =
        new ProcessBuilder(
                executable().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address(process), new Listener())
            .join();
    String target =
        send("", "Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    session =
        send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      send(domain + ".enable", Map.of());
    }
  }

  static boolean isInstalled() {
    return executable().isPresent();
  }

  private static Optional<Path> executable() {
    return Stream.of(System.getenv("PATH").split(System.getProperty("path.separator"), -1))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Reads the address that the browser prints; it goes on to print, so somebody must read. */
  private static URI address(Process process) {
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith("DevTools listening on ")) {
                    address.complete(URI.create(line.substring(line.indexOf("ws://"))));
                  }
                }
              } catch (IOException closed) {
                // the browser ends
              }
              address.completeExceptionally(new IllegalStateException("the browser has ended"));
            });
    reader.setDaemon(true);
    reader.start();
    return address.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Opens a page, other than the open one, and waits until it is loaded. */
  void open(Path page, String fragment) {
    incidents.clear();
    CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    awaited.put("Page.loadEventFired", loaded);
    send("Page.navigate", Map.of("url", page.toUri() + fragment));
    loaded.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  /** Returns the value of an expression, or of the promise that it returns. */
  JsonNode evaluate(String expression) {
    JsonNode reply =
        send(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (reply.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + reply.path("exceptionDetails"));
    }
    return reply.path("result").path("value");
  }

  String text(String selector) {
    return evaluate("document.querySelector(" + quoted(selector) + ").innerText").asText();
  }

  List<String> texts(String selector) {
    return evaluate(
            "[...document.querySelectorAll("
                + quoted(selector)
                + ")].filter(it => it.checkVisibility()).map(it => it.innerText)")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  void focus(String selector) {
    evaluate("document.querySelector(" + quoted(selector) + ").focus()");
  }

  /** Types text into the focused element. */
  void type(String text) {
    send("Input.insertText", Map.of("text", text));
  }

  void press(String key, int code) {
    String text = key.equals("Enter") ? "\r" : "";
    for (String type : List.of("keyDown", "keyUp")) {
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "text", text, "windowsVirtualKeyCode", code));
    }
  }

  /** Chooses an option as a user does who selects it by its value. */
  void select(String selector, String value) {
    evaluate(
        "(() => { const it = document.querySelector(%s); it.value = %s; it.dispatchEvent(new Event('input', {bubbles: true})); })()"
            .formatted(quoted(selector), quoted(value)));
  }

  void show(String colorScheme, int width, int height) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Returns errors, violations of the policy, dialogs and requests since the page was opened. */
  List<String> incidents() {
    return List.copyOf(incidents);
  }

  @Override
  public void close() {
    send("", "Browser.close", Map.of());
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    return send(session, method, parameters);
  }

  private JsonNode send(String to, String method, Map<String, ?> parameters) {
    int id = number.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    try {
      var message = JSON.createObjectNode().put("id", id).put("method", method);
      message.set("params", JSON.valueToTree(parameters));
      if (!to.isEmpty()) {
        message.put("sessionId", to);
      }
      socket.sendText(JSON.writeValueAsString(message), true).join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply.orTimeout(SECONDS, TimeUnit.SECONDS).join();
  }

  private static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  private void received(JsonNode message) {
    JsonNode parameters = message.path("params");
    CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt());
    if (reply != null) {
      if (message.has("error")) {
        reply.completeExceptionally(new IllegalStateException(message.toString()));
      } else {
        reply.complete(message.path("result"));
      }
      return;
    }
    String method = message.path("method").asText();
    switch (method) {
      case "Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening" ->
          incidents.add(message.toString());
      case "Network.requestWillBeSent" -> {
        if (!parameters.path("type").asText().equals("Document")) {
          incidents.add(message.toString());
        }
      }
      default -> {}
    }
    CompletableFuture<JsonNode> event = awaited.remove(method);
    if (event != null) {
      event.complete(parameters);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          received(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          text.setLength(0);
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}

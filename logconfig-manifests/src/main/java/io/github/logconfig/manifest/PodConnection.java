package io.github.logconfig.manifest;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.github.logconfig.model.EnvironmentName;
import io.github.logconfig.model.InvalidValueException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the pods of {@linkplain LogConfigJob jobs} and of the {@linkplain LogConfigLoop loop}
 * connect: addresses, OAuth clients, proxy, certificates. Secrets are referenced, not rendered.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param endpoints base URLs of environments that are not Dynatrace SaaS; a pod sends its token to
 *     no other address than SaaS and these
 * @param oauth OAuth clients, whose secrets replace the tokens
 * @param proxy the proxy, if the network requires one
 * @param authorities config map with certificate authorities to trust, in PEM form
 * @param clientCertificate secret of the type {@code kubernetes.io/tls} with the client certificate
 * @since 0.1.0
 */
public record PodConnection(
    Map<EnvironmentName, URI> endpoints,
    OAuth oauth,
    Optional<Proxy> proxy,
    Optional<KeyReference> authorities,
    Optional<String> clientCertificate) {

  /** Connects to Dynatrace SaaS with tokens and without a proxy. */
  public static final PodConnection DIRECT =
      new PodConnection(Map.of(), OAuth.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  private static final String AUTHORITIES = "authorities";
  private static final String CLIENT_CERTIFICATE = "client-certificate";
  private static final Pattern ENDPOINT =
      Pattern.compile("https?://[A-Za-z0-9._\\[\\]:-]+(/[A-Za-z0-9._~/-]*)?");

  /**
   * Validates text that becomes part of the command line.
   *
   * @throws InvalidValueException if an endpoint is not an http or https URL, or a name is invalid
   */
  public PodConnection {
    endpoints = Map.copyOf(endpoints);
    endpoints.values().forEach(url -> requireUrl("endpoint", url));
    clientCertificate.ifPresent(
        name -> KubernetesNames.requireObjectName("secret of the client certificate", name));
  }

  private static void requireUrl(String what, URI url) {
    KubernetesNames.require(ENDPOINT, what, url.toString(), "an http or https URL");
  }

  /**
   * A key of a config map or a secret.
   *
   * @param name name of the object
   * @param key the key
   * @since 0.1.0
   */
  public record KeyReference(String name, String key) {

    /**
     * Validates the names.
     *
     * @throws InvalidValueException if a name is invalid
     */
    public KeyReference {
      KubernetesNames.requireObjectName("name of the object", name);
      KubernetesNames.requireKey("key of the object", key);
    }

    /**
     * Parses a reference.
     *
     * @param text {@code NAME} or {@code NAME:KEY}
     * @param defaultKey the key if {@code text} has none
     * @throws InvalidValueException if a name is invalid
     */
    public static KeyReference parse(String text, String defaultKey) {
      int colon = text.indexOf(':');
      return colon < 0
          ? new KeyReference(text, defaultKey)
          : new KeyReference(text.substring(0, colon), text.substring(colon + 1));
    }
  }

  /**
   * OAuth clients. The key of an environment in the secret of the tokens holds the client secret.
   *
   * @param clients client id of each environment with an OAuth client
   * @param resources resource of an environment's access tokens, for example {@code
   *     urn:dtenvironment:abc12345}
   * @param endpoint token endpoint; that of Dynatrace by default
   * @param scopes scopes of the access tokens; the default scopes of the client if empty
   * @since 0.1.0
   */
  public record OAuth(
      Map<EnvironmentName, String> clients,
      Map<EnvironmentName, String> resources,
      Optional<URI> endpoint,
      List<String> scopes) {

    /** No OAuth client. */
    public static final OAuth NONE = new OAuth(Map.of(), Map.of(), Optional.empty(), List.of());

    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._-]{1,200}");
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9:._-]{1,200}");

    /**
     * Validates text that becomes part of the command line.
     *
     * @throws InvalidValueException if a value is invalid
     */
    public OAuth {
      clients = Map.copyOf(clients);
      resources = Map.copyOf(resources);
      scopes = List.copyOf(scopes);
      clients
          .values()
          .forEach(id -> KubernetesNames.require(CLIENT, "OAuth client", id, "a client id"));
      resources
          .values()
          .forEach(urn -> KubernetesNames.require(SCOPE, "OAuth resource", urn, "a URN"));
      scopes.forEach(scope -> KubernetesNames.require(SCOPE, "OAuth scope", scope, "a scope"));
      endpoint.ifPresent(url -> requireUrl("OAuth endpoint", url));
    }
  }

  /**
   * A proxy: a URL, or a secret that holds a URL with user and password.
   *
   * @param url for example {@code http://proxy.example.com:3128}
   * @param secret key of a secret with the URL
   * @param exceptions hosts without proxy, in the form of {@code NO_PROXY}; may be empty
   * @since 0.1.0
   */
  public record Proxy(Optional<String> url, Optional<KeyReference> secret, String exceptions) {

    private static final Pattern URL = Pattern.compile("http://[A-Za-z0-9._\\[\\]:-]+/?");
    private static final Pattern EXCEPTIONS = Pattern.compile("[A-Za-z0-9.*:/,\\[\\]_ -]*");

    /**
     * Validates the values.
     *
     * @throws InvalidValueException if the URL is invalid or contains a user, or if there is not
     *     exactly one of URL and secret
     */
    public Proxy {
      if (url.isPresent() && url.get().contains("@")) {
        throw new InvalidValueException(
            "proxy", "…@…", "a URL without user and password, or a secret that holds the URL");
      }
      url.ifPresent(
          it -> KubernetesNames.require(URL, "proxy", it, "a URL of the form http://HOST:PORT"));
      KubernetesNames.require(
          EXCEPTIONS, "exceptions from the proxy", exceptions, "hosts separated by commas");
      if (url.isPresent() == secret.isPresent()) {
        throw new InvalidValueException(
            "proxy", url.orElse(""), "either a URL, or a secret that holds the URL");
      }
    }

    private EnvVar variable(String name) {
      EnvVarBuilder variable = new EnvVarBuilder().withName(name);
      return secret
          .map(
              it ->
                  variable
                      .withNewValueFrom()
                      .withNewSecretKeyRef(it.key(), it.name(), false)
                      .endValueFrom()
                      .build())
          .orElseGet(() -> variable.withValue(url.orElse("")).build());
    }
  }

  /**
   * Returns the arguments that authenticate to an environment, and its address.
   *
   * @param prefix {@code ENV=} if the command uses several environments
   * @param secretFile the file with the token or the client secret
   */
  List<String> args(EnvironmentName environment, String prefix, String secretFile) {
    List<String> args = new ArrayList<>();
    String client = oauth.clients().get(environment);
    if (client == null) {
      args.addAll(List.of("--token-file", prefix + secretFile));
    } else {
      args.addAll(List.of("--oauth-client", prefix + client));
      args.addAll(List.of("--oauth-secret-file", prefix + secretFile));
      String resource = oauth.resources().get(environment);
      if (resource != null) {
        args.addAll(List.of("--oauth-resource", prefix + resource));
      }
    }
    URI endpoint = endpoints.get(environment);
    if (endpoint != null) {
      args.addAll(List.of("--endpoint", environment + "=" + endpoint));
    }
    return args;
  }

  /** Returns the arguments that concern all environments. */
  List<String> commonArgs() {
    List<String> args = new ArrayList<>();
    if (!oauth.clients().isEmpty()) {
      oauth.endpoint().ifPresent(url -> args.addAll(List.of("--oauth-endpoint", url.toString())));
      oauth.scopes().forEach(scope -> args.addAll(List.of("--oauth-scope", scope)));
    }
    if (clientCertificate.isPresent()) {
      args.addAll(List.of("--client-certificate", "/" + CLIENT_CERTIFICATE + "/tls.crt"));
      args.addAll(List.of("--client-key", "/" + CLIENT_CERTIFICATE + "/tls.key"));
    }
    return args;
  }

  /**
   * Returns the variables of the container.
   *
   * @param ownCluster whether the pod connects to the API server of its cluster, without proxy
   */
  List<EnvVar> variables(boolean ownCluster) {
    List<EnvVar> variables = new ArrayList<>();
    if (proxy.isPresent()) {
      String exceptions = proxy.get().exceptions();
      if (ownCluster) {
        // Kubernetes replaces the reference
        exceptions += (exceptions.isEmpty() ? "" : ",") + "$(KUBERNETES_SERVICE_HOST)";
      }
      variables.add(proxy.get().variable("HTTPS_PROXY"));
      variables.add(proxy.get().variable("HTTP_PROXY"));
      if (!exceptions.isEmpty()) {
        variables.add(new EnvVarBuilder().withName("NO_PROXY").withValue(exceptions).build());
      }
    }
    authorities.ifPresent(
        it ->
            variables.add(
                new EnvVarBuilder()
                    .withName("SSL_CERT_FILE")
                    .withValue("/" + AUTHORITIES + "/" + it.key())
                    .build()));
    return variables;
  }

  /** Returns the volumes, each mounted at a path of its name. */
  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    authorities.ifPresent(
        it ->
            volumes.add(
                new VolumeBuilder()
                    .withName(AUTHORITIES)
                    .withNewConfigMap()
                    .withName(it.name())
                    .endConfigMap()
                    .build()));
    clientCertificate.ifPresent(
        name ->
            volumes.add(
                new VolumeBuilder()
                    .withName(CLIENT_CERTIFICATE)
                    .withNewSecret()
                    .withSecretName(name)
                    .endSecret()
                    .build()));
    return volumes;
  }
}

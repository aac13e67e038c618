package io.github.logconfig.cli.option;

import io.github.logconfig.cli.InvalidInputException;
import io.github.logconfig.cli.configuration.OperatorConfiguration;
import io.github.logconfig.cli.view.SafeText;
import io.github.logconfig.dynatrace.DynatraceClient;
import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.connection.HttpProxy;
import io.github.logconfig.dynatrace.connection.ProxySettings;
import io.github.logconfig.dynatrace.connection.TlsSettings;
import io.github.logconfig.kubernetes.ExistingNamespaces;
import io.github.logconfig.kubernetes.KubernetesClustersSource;
import io.github.logconfig.source.AppInterfaceDirectorySource;
import io.github.logconfig.source.BundleSource;
import io.github.logconfig.source.DesiredStateSource;
import io.github.logconfig.source.GraphQlSource;
import io.github.logconfig.source.YamlFileSource;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Proxy, certificate authorities and client certificate of all connections. */
public final class NetworkOptions {

  private static final Map<String, String> VARIABLES = System.getenv();

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = {
        "Proxy of all connections, for example http://proxy.example.com:3128. NO_PROXY lists"
            + " exceptions.",
        "Default: HTTPS_PROXY and HTTP_PROXY, in upper or lower case; may contain user and"
            + " password."
      })
  private Optional<String> proxy = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = {
        "PEM file with certificate authorities to trust in addition to those of Java.",
        "Default: the file that SSL_CERT_FILE names, if it is set."
      })
  private Optional<Path> caFile = Optional.empty();

  @Option(
      names = "--client-certificate",
      paramLabel = "FILE",
      description = "PEM file with the client certificate, for servers that request one.")
  private Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description =
          "PEM file with the key of the client certificate (default: the file of the certificate).")
  private Optional<Path> key = Optional.empty();

  /**
   * Returns a source that connects with these settings. Sources of extensions find them in the
   * process-wide defaults of the JDK; sources of local files do not connect.
   *
   * @throws InvalidInputException if an option, a variable or the configuration file is invalid
   */
  DesiredStateSource configure(
      OperatorConfiguration.Network configured, DesiredStateSource source) {
    Optional<ProxySettings> proxies = proxies(configured);
    Optional<TlsSettings> tls = tls(configured, !isLocal(source));
    if (proxies.isPresent()) {
      // otherwise Java sends no password to the proxy of an https URL
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
      ProxySelector.setDefault(proxies.get().selector());
    }
    tls.map(TlsSettings::sslContext).ifPresent(SSLContext::setDefault);
    if (source instanceof GraphQlSource server) {
      GraphQlSource proxied =
          proxies
              .map(it -> server.withProxies(it.selector(), Optional.of(it.authenticator())))
              .orElse(server);
      // the trusted certificates of Java, too: failures name the certificate
      return proxied.withTls(tls.orElseGet(() -> TlsSettings.builder().build()).sslContext());
    }
    if (source instanceof KubernetesClustersSource clusters) {
      KubernetesClustersSource proxied =
          proxies
              .map(it -> clusters.withProxies(it.selector(), Optional.of(it.authenticator())))
              .orElse(clusters);
      return tls.map(it -> proxied.withTls(it.trustManager(), it.keyManagers())).orElse(proxied);
    }
    return source;
  }

  /** Returns a reader of namespaces that connects with these settings. */
  ExistingNamespaces configure(
      OperatorConfiguration.Network configured, ExistingNamespaces namespaces) {
    Optional<ProxySettings> proxies = proxies(configured);
    Optional<TlsSettings> tls = tls(configured, true);
    ExistingNamespaces proxied =
        proxies
            .map(it -> namespaces.withProxies(it.selector(), Optional.of(it.authenticator())))
            .orElse(namespaces);
    return tls.map(it -> proxied.withTls(it.trustManager(), it.keyManagers())).orElse(proxied);
  }

  private static boolean isLocal(DesiredStateSource source) {
    return source instanceof YamlFileSource
        || source instanceof AppInterfaceDirectorySource
        || source instanceof BundleSource;
  }

  /**
   * Configures a client.
   *
   * @param https whether the client connects to any https address
   */
  void configure(
      OperatorConfiguration.Network configured, boolean https, DynatraceClient.Builder client) {
    proxies(configured).ifPresent(client::proxies);
    tls(configured, https).ifPresent(client::tls);
  }

  private Optional<ProxySettings> proxies(OperatorConfiguration.Network configured) {
    Optional<String> url = proxy.or(configured::proxy);
    if (url.isEmpty()) {
      return valid("", () -> ProxySettings.fromEnvironment(VARIABLES));
    }
    return valid(
        proxy.isPresent() ? "--proxy: " : "proxy of the configuration file: ",
        () ->
            Optional.of(
                ProxySettings.of(
                    HttpProxy.parse(url.get()),
                    VARIABLES.getOrDefault("no_proxy", VARIABLES.getOrDefault("NO_PROXY", "")))));
  }

  /**
   * Returns the TLS settings. The file of the variable often holds all public authorities, which
   * takes long to read, so it is not read without need.
   */
  private Optional<TlsSettings> tls(OperatorConfiguration.Network configured, boolean https) {
    Optional<Path> trusted = caFile.or(configured::caFile);
    Optional<Path> own = certificate.or(configured::clientCertificate);
    Optional<Path> ownKey = key.or(configured::clientKey);
    if (own.isEmpty() && ownKey.isPresent()) {
      throw new InvalidInputException(
          "--client-key "
              + SafeText.quoted(ownKey.get().toString())
              + " requires --client-certificate");
    }
    boolean fromVariable = https && !VARIABLES.getOrDefault("SSL_CERT_FILE", "").isEmpty();
    if (trusted.isEmpty() && own.isEmpty() && !fromVariable) {
      return Optional.empty();
    }
    TlsSettings.Builder tls = TlsSettings.builder();
    trusted.ifPresentOrElse(
        file -> valid("--ca-file: ", () -> tls.trustCertificates(file)),
        () -> valid("", () -> tls.trustEnvironment(VARIABLES)));
    own.ifPresent(
        file ->
            valid(
                "--client-certificate: ", () -> tls.clientCertificate(file, ownKey.orElse(file))));
    return Optional.of(tls.build());
  }

  private static <T> T valid(String subject, Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidArgumentException e) {
      throw new InvalidInputException(subject + e.getMessage());
    }
  }
}

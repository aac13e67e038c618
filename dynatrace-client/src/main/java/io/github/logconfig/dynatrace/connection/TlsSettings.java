package io.github.logconfig.dynatrace.connection;

import io.github.logconfig.dynatrace.InvalidArgumentException;
import io.github.logconfig.dynatrace.internal.http.ExplainingTrustManager;
import io.github.logconfig.dynatrace.internal.http.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusted authorities in addition to those of Java, and the client certificate. Verification of
 * certificates and host names cannot be turned off. A connection to a server whose certificate is
 * not trusted fails with a message that names the certificate and its issuer.
 *
 * <p>The settings are made of types of the JDK, so that other HTTP clients of an application can
 * use them, too.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class TlsSettings {

  private final X509ExtendedTrustManager trustManager;
  private final KeyManager @Nullable [] keyManagers;

  private TlsSettings(X509ExtendedTrustManager trustManager, KeyManager @Nullable [] keyManagers) {
    this.trustManager = trustManager;
    this.keyManagers = keyManagers;
  }

  /**
   * Starts new settings.
   *
   * @return a builder that trusts the authorities of Java, without client certificate
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the trust manager.
   *
   * @return always the same instance
   */
  public X509TrustManager trustManager() {
    return trustManager;
  }

  /**
   * Returns the managers of the client certificate.
   *
   * @return at most one; none without client certificate
   */
  public List<KeyManager> keyManagers() {
    return keyManagers == null ? List.of() : List.of(keyManagers);
  }

  /**
   * Returns a context with the trusted authorities and the client certificate.
   *
   * @return a new context
   * @throws IllegalStateException if TLS is not available
   */
  public SSLContext sslContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers, new TrustManager[] {trustManager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS is not available", e);
    }
  }

  /** Builds settings. Not thread-safe. */
  public static final class Builder {

    private final List<X509Certificate> trusted = new ArrayList<>();
    private KeyManager @Nullable [] keyManagers;

    private Builder() {}

    /**
     * Adds a trusted authority.
     *
     * @param certificate the authority's certificate
     * @return this builder
     */
    public Builder trust(X509Certificate certificate) {
      trusted.add(Objects.requireNonNull(certificate, "certificate"));
      return this;
    }

    /**
     * Adds the authorities of a file.
     *
     * @param pemFile one certificate or more, in PEM form
     * @return this builder
     * @throws InvalidArgumentException if the file cannot be read or contains no certificate
     */
    public Builder trustCertificates(Path pemFile) {
      trusted.addAll(Pem.read("CA file", pemFile).certificates());
      return this;
    }

    /**
     * Adds the authorities of the file that the variable {@code SSL_CERT_FILE} names, if it is set.
     * Unlike in other programs, the authorities of Java remain trusted.
     *
     * @param variables the variables of the process
     * @return this builder
     * @throws InvalidArgumentException if the file cannot be read or contains no certificate
     */
    public Builder trustEnvironment(Map<String, String> variables) {
      String file = variables.getOrDefault("SSL_CERT_FILE", "");
      if (!file.isEmpty()) {
        trusted.addAll(Pem.read("CA file of SSL_CERT_FILE", Path.of(file)).certificates());
      }
      return this;
    }

    /**
     * Sets the certificate that is sent if the server requests one, in PEM form.
     *
     * @param certificates a file with the certificate, and the certificates of its issuers if the
     *     server does not know them
     * @param key a file with the key in the form PKCS#8, not encrypted; may be the same file
     * @return this builder
     * @throws InvalidArgumentException if a file cannot be read or does not contain what is
     *     expected
     */
    public Builder clientCertificate(Path certificates, Path key) {
      PrivateKey privateKey = Pem.read("key file", key).privateKey();
      List<X509Certificate> chain =
          Pem.read("client certificate file", certificates).certificates();
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", privateKey, null, chain.toArray(new X509Certificate[0]));
        return clientCertificate(store, new char[0]);
      } catch (IOException | GeneralSecurityException e) {
        throw new InvalidArgumentException(
            "client certificate file", certificates.toString(), "a certificate for the key " + key);
      }
    }

    /**
     * Sets the certificate that is sent if the server requests one, from a key store.
     *
     * @param pkcs12File a key store in PKCS#12 form with the certificate and its key
     * @param password the password of the key store; never shown
     * @return this builder
     * @throws InvalidArgumentException if the file cannot be read with that password
     */
    public Builder clientCertificate(Path pkcs12File, String password) {
      byte[] content = Pem.bytes("key store", pkcs12File);
      if (Pem.isPem(content)) {
        throw new InvalidArgumentException(
            "key store", pkcs12File.toString(), "a PKCS#12 file, but this is a PEM file");
      }
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(content), password.toCharArray());
        return clientCertificate(store, password.toCharArray());
      } catch (IOException | GeneralSecurityException e) {
        throw new InvalidArgumentException(
            "key store", pkcs12File.toString(), "a PKCS#12 file with this password");
      }
    }

    private Builder clientCertificate(KeyStore store, char[] password)
        throws GeneralSecurityException {
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      keyManagers = factory.getKeyManagers();
      return this;
    }

    /**
     * Creates the settings.
     *
     * @return the settings
     * @throws IllegalStateException if TLS is not available
     */
    public TlsSettings build() {
      try {
        X509ExtendedTrustManager manager = trustManager(trusted.isEmpty() ? null : keyStore());
        return new TlsSettings(new ExplainingTrustManager(manager), keyManagers);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("TLS is not available", e);
      }
    }

    /** Returns the authorities of Java and those that were added. */
    private KeyStore keyStore() throws IOException, GeneralSecurityException {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate issuer : trustManager(null).getAcceptedIssuers()) {
        store.setCertificateEntry("java-" + number++, issuer);
      }
      for (X509Certificate issuer : trusted) {
        store.setCertificateEntry("added-" + number++, issuer);
      }
      return store;
    }

    private static X509ExtendedTrustManager trustManager(@Nullable KeyStore store)
        throws GeneralSecurityException {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager x509) {
          return x509;
        }
      }
      throw new GeneralSecurityException("no X.509 trust manager");
    }
  }
}

package io.github.logconfig.dynatrace;

import io.github.logconfig.dynatrace.internal.http.ConnectionSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusted authorities in addition to those of Java, and the client certificate. Verification of
 * certificates and host names cannot be turned off.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class TlsSettings {

  private final ConnectionSettings.Trust trust;

  private TlsSettings(ConnectionSettings.Trust trust) {
    this.trust = trust;
  }

  /**
   * Starts new settings.
   *
   * @return a builder that trusts the authorities of Java, without client certificate
   */
  public static Builder builder() {
    return new Builder();
  }

  ConnectionSettings.Trust trust() {
    return trust;
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
      trusted.add(certificate);
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
      try (InputStream stream = Files.newInputStream(pemFile)) {
        int before = trusted.size();
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
          trusted.add((X509Certificate) certificate);
        }
        if (trusted.size() == before) {
          throw new InvalidArgumentException(
              "certificate file", pemFile.toString(), "a file with a certificate");
        }
        return this;
      } catch (IOException | GeneralSecurityException e) {
        throw new InvalidArgumentException(
            "certificate file", pemFile.toString(), "certificates in PEM form: " + e.getMessage());
      }
    }

    /**
     * Sets the certificate that is sent if the server requests one.
     *
     * @param pkcs12File a key store in PKCS#12 form with the certificate and its key
     * @param password the password of the key store; never shown
     * @return this builder
     * @throws InvalidArgumentException if the file cannot be read with that password
     */
    public Builder clientCertificate(Path pkcs12File, String password) {
      try (InputStream stream = Files.newInputStream(pkcs12File)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(stream, password.toCharArray());
        KeyManagerFactory factory =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.toCharArray());
        keyManagers = factory.getKeyManagers();
        return this;
      } catch (IOException | GeneralSecurityException e) {
        throw new InvalidArgumentException(
            "key store", pkcs12File.toString(), "a PKCS#12 file with this password");
      }
    }

    /**
     * Creates the settings.
     *
     * @return the settings
     * @throws IllegalStateException if TLS is not available
     */
    public TlsSettings build() {
      try {
        X509TrustManager manager = trustManager(keyStore());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers, new TrustManager[] {manager}, null);
        return new TlsSettings(new ConnectionSettings.Trust(context, manager));
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

    private static X509TrustManager trustManager(@Nullable KeyStore store)
        throws GeneralSecurityException {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new GeneralSecurityException("no X.509 trust manager");
    }
  }
}

package io.github.logconfig.dynatrace.internal.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Names the certificate and its issuer if a server is not trusted. */
public final class ExplainingTrustManager extends X509ExtendedTrustManager {

  private final X509ExtendedTrustManager trusted;

  public ExplainingTrustManager(X509ExtendedTrustManager trusted) {
    this.trusted = trusted;
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private static void explain(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw chain.length == 0 ? e : new CertificateException(message(chain, e), e);
    }
  }

  private static String message(X509Certificate[] chain, CertificateException failure) {
    X509Certificate server = chain[0];
    String what = "the certificate of the server (" + server.getSubjectX500Principal() + ") ";
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof CertificateExpiredException
          || it instanceof CertificateNotYetValidException) {
        return what
            + "is valid only from "
            + server.getNotBefore().toInstant()
            + " until "
            + server.getNotAfter().toInstant()
            + ", or that of an issuer has expired";
      }
    }
    if (!String.valueOf(failure.getMessage()).startsWith("PKIX")) {
      return what
          + "does not match: "
          + String.valueOf(failure.getMessage()).replaceFirst("\\.$", "");
    }
    // the last certificate that the server sends names the authority that has to be trusted
    X509Certificate last = chain[chain.length - 1];
    return what + "is not trusted, because its issuer is unknown: " + last.getIssuerX500Principal();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    explain(chain, () -> trusted.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    explain(chain, () -> trusted.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    explain(chain, () -> trusted.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trusted.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trusted.getAcceptedIssuers();
  }
}

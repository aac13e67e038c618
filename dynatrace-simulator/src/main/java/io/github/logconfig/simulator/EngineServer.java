package io.github.logconfig.simulator;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.http.HttpHeader;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * The engine's server, which answers what it cannot even read as the service would: with an error
 * envelope instead of a page of its own.
 */
final class EngineServer extends Jetty11HttpServer {

  EngineServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
    super(options, admin, stubs);
  }

  @Override
  protected void applyAdditionalServerConfiguration(Server server, Options options) {
    super.applyAdditionalServerConfiguration(server, options);
    server.setErrorHandler(new Envelopes());
  }

  @Override
  protected void decorateMockServiceContextAfterConfig(ServletContextHandler context) {
    super.decorateMockServiceContextAfterConfig(context);
    context.setErrorHandler(new Envelopes());
  }

  @Override
  protected void decorateAdminServiceContextAfterConfig(ServletContextHandler context) {
    super.decorateAdminServiceContextAfterConfig(context);
    context.setErrorHandler(new Envelopes());
  }

  private static final class Envelopes extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
      return true;
    }

    @Override
    protected void generateAcceptableResponse(
        Request base,
        HttpServletRequest request,
        HttpServletResponse response,
        int code,
        String message)
        throws IOException {
      base.setHandled(true);
      response.setContentType(WireAnswer.JSON);
      response.getOutputStream().write(envelope(code));
    }

    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
      fields.put(HttpHeader.CONTENT_TYPE, WireAnswer.JSON);
      return ByteBuffer.wrap(envelope(status));
    }

    private static byte[] envelope(int status) {
      String message =
          switch (status) {
            case 400 -> "The request cannot be read.";
            case 404 -> "Not found";
            case 405, 501 -> "Method not allowed";
            case 414 -> "The address is too long.";
            case 431 -> "The request headers are too large.";
            default -> "The request was refused.";
          };
      return ApiResponse.error(status, message).bytes();
    }
  }
}

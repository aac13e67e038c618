package io.github.logconfig.simulator.internal.http;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import wiremock.jakarta.servlet.DispatcherType;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.jakarta.servlet.http.HttpServletResponseWrapper;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.http.HttpHeader;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.server.handler.ErrorHandler;
import wiremock.org.eclipse.jetty.servlet.FilterHolder;
import wiremock.org.eclipse.jetty.servlet.ServletContextHandler;

/**
 * The engine's server, which answers what it cannot even read as the service would: with an error
 * envelope instead of a page of its own.
 */
public final class EngineServer extends Jetty11HttpServer {

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
    context.addFilter(
        new FilterHolder(
            (request, response, chain) ->
                chain.doFilter(request, new PlainHeaders((HttpServletResponse) response))),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
  }

  @Override
  protected void decorateAdminServiceContextAfterConfig(ServletContextHandler context) {
    super.decorateAdminServiceContextAfterConfig(context);
    context.setErrorHandler(new Envelopes());
  }

  /** Keeps the engine's own headers to itself. */
  private static final class PlainHeaders extends HttpServletResponseWrapper {

    PlainHeaders(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addHeader(String name, String value) {
      if (!name.startsWith("Matched-Stub-")) {
        super.addHeader(name, value);
      }
    }
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
      // the service answers for its own defects, so it is the request that the engine fell over
      int status = code == 500 ? 400 : code;
      base.setHandled(true);
      response.setStatus(status);
      response.setContentType(WireAnswer.JSON);
      response.getOutputStream().write(envelope(status));
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

package io.github.logconfig.dynatrace.internal.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A name with several addresses of which not all can be connected to. */
class FallbackAddressesTest {

  private WireMockServer server;

  @BeforeEach
  void start() {
    server = new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
    server.start();
    server.stubFor(any(anyUrl()).willReturn(ok()));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void skipsAnAddressThatCannotBeConnectedTo() throws IOException {
    assertThat(status("127.0.0.2", "127.0.0.3", "127.0.0.1")).isEqualTo(200);
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  @Test
  void triesEveryAddressOnce() {
    assertThatThrownBy(() -> status("127.0.0.2", "127.0.0.3")).isInstanceOf(ConnectException.class);
  }

  @Test
  void triesNoOtherAddressOnceTheRequestWasSent() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
    assertThatThrownBy(() -> status("127.0.0.1", "127.0.0.1")).isInstanceOf(IOException.class);
    assertThat(server.getAllServeEvents()).hasSize(1);
  }

  private int status(String... addresses) throws IOException {
    List<InetAddress> resolved = new ArrayList<>();
    for (String address : addresses) {
      resolved.add(InetAddress.getByName(address));
    }
    FallbackAddresses tried = new FallbackAddresses(name -> resolved);
    AttemptTrace trace = new AttemptTrace(tried);
    OkHttpClient http =
        new OkHttpClient.Builder()
            .dns(tried)
            .retryOnConnectionFailure(false)
            .eventListener(trace)
            .addInterceptor(tried)
            .build();
    Request request =
        new Request.Builder()
            .url("http://dynatrace.example.com:" + server.port())
            .tag(AttemptTrace.class, trace)
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.code();
    }
  }
}

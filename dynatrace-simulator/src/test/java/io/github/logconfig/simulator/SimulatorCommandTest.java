package io.github.logconfig.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulatorCommandTest {

  @Test
  void reportsATakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(firstLine("--port", port))
          .isEqualTo("cannot listen on port " + port + " of 127.0.0.1: Address already in use");
      assertThat(firstLine("--port", port, "--tls"))
          .isEqualTo("cannot listen on port " + port + " of 127.0.0.1: Address already in use");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port 70000 | --port: port 70000 is not from 0 to 65535",
        "--port -1 | --port: port -1 is not from 0 to 65535",
        "--port-file /nonexistent/port | --port-file /nonexistent/port cannot be written:"
            + " /nonexistent/port.draft",
        "--tls --certificate-file /nonexistent/pem | --certificate-file /nonexistent/pem cannot be"
            + " written: /nonexistent/pem.draft",
        "--entities /nonexistent | --entities /nonexistent cannot be read: /nonexistent",
        "--workloads /nonexistent | --workloads /nonexistent cannot be read: /nonexistent",
        "--host node,group=a | --host node,group=a: \"group=a\" is not host-group=… or"
            + " kubernetes-cluster=…",
        "--host node,host-group=a | --host node,host-group=a: HOST_GROUP \"a\" is unknown",
      })
  void reportsInvalidValues(String arguments, String expected) {
    assertThat(firstLine(arguments.split(" "))).isEqualTo(expected);
  }

  @Test
  void usageNamesTheCallingCommand() {
    CommandLine parent =
        new CommandLine(CommandLine.Model.CommandSpec.create().name("logconfig"))
            .addSubcommand("simulate", new SimulatorCommand());

    assertThat(parent.getSubcommands().get("simulate").getUsageMessage())
        .startsWith("Usage: logconfig simulate ");
    assertThat(SimulatorCommand.commandLine().getUsageMessage())
        .startsWith("Usage: dynatrace-simulator ");
  }

  @Test
  void builderRejectsPortsOutOfRange() {
    assertThatThrownBy(() -> DynatraceSimulator.builder().port(65_536))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port 65536 is not from 0 to 65535");
  }

  private static String firstLine(String... arguments) {
    StringWriter error = new StringWriter();
    int status = SimulatorCommand.commandLine().setErr(new PrintWriter(error)).execute(arguments);

    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    return error.toString().lines().findFirst().orElse("");
  }
}

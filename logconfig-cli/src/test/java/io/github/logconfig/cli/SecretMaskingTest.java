package io.github.logconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.logconfig.cli.log.LogFormatter;
import io.github.logconfig.cli.view.SafeText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

/** No message shows a token that was entered in the wrong place. */
class SecretMaskingTest {

  private static final String TOKEN = "dt0c01.PUBLIC.TOPSECRET";

  @Test
  void masksTokensInOptions() {
    for (List<String> arguments :
        List.of(
            List.of("plan", "--file", "x", "--token-file", TOKEN),
            List.of("plan", "--file", TOKEN),
            List.of("plan", TOKEN),
            List.of("plan", "--" + TOKEN),
            List.of(TOKEN),
            List.of("plan", "--config", TOKEN),
            List.of("validate", "--data", TOKEN),
            List.of("plan", "--graphql", "http://127.0.0.1:1/?api-token=" + TOKEN + "\0"),
            List.of("run", "--once", "--interval", TOKEN, "--file", "x"))) {
      StringWriter text = new StringWriter();
      PrintWriter err = new PrintWriter(text);

      int status =
          LogConfigMain.run(
              arguments.toArray(String[]::new), new PrintWriter(new StringWriter()), err);

      assertThat(status).as("%s", arguments).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(text.toString()).isNotEmpty().doesNotContain("TOPSECRET");
    }
  }

  @Test
  void masksTokensInLog() {
    LogRecord entry = new LogRecord(Level.INFO, "token " + TOKEN + " refused");
    entry.setThrown(new IllegalStateException("api-token=" + TOKEN));

    assertThat(new LogFormatter().format(entry))
        .contains("PUBLIC.****")
        .doesNotContain("TOPSECRET");
  }

  @Test
  void masksCompleteLines() {
    StringWriter text = new StringWriter();
    PrintWriter masked = SafeText.maskingWriter(new PrintWriter(text));

    masked.print("token dt0c01.PUB");
    masked.println("LIC.TOPSECRET");

    assertThat(text.toString()).contains("dt0c01.PUBLIC.****").doesNotContain("TOPSECRET");
  }
}

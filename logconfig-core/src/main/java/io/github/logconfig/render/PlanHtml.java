package io.github.logconfig.render;

import io.github.logconfig.plan.FleetPlan;
import io.github.logconfig.plan.Impact;
import io.github.logconfig.plan.PlanOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Writes plans as one HTML page for reviewers: a headline, and a grid of clusters with filters that
 * explains each namespace.
 *
 * <p>The page loads nothing: style, script and data are part of it. Its Content-Security-Policy
 * allows exactly this style and this script. All text is escaped, or inserted as text by the
 * script. Equal plans give equal pages.
 *
 * <p>The page explains namespaces by the rules that plans {@linkplain PlanOptions#keepsRules()
 * keep}. Without them it shows effects only.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanHtml {

  static final String STYLE = resource("plan.css");
  private static final String SCRIPT = resource("plan.js");
  private static final String TEMPLATE = resource("plan.html");

  private PlanHtml() {}

  /**
   * A round of a loop. All texts are shown on one line.
   *
   * @param title the result in a few words
   * @param lead number, time and duration of the round
   * @param failures what failed after planning
   */
  public record Round(String title, String lead, List<String> failures) {

    /** Copies the failures. */
    public Round {
      failures = List.copyOf(failures);
    }
  }

  /**
   * Writes plans as a page in UTF-8. The page is written incrementally.
   *
   * @param impact the assessment of the impact limit
   * @param out the destination; it is neither flushed nor closed
   * @throws IOException if {@code out} throws it
   */
  public static void write(FleetPlan plan, Impact impact, PlanRemarks remarks, Appendable out)
      throws IOException {
    write(plan, impact, remarks, Optional.empty(), out);
  }

  /**
   * Writes the round of a loop and its plans as a page, as {@link #write(FleetPlan, Impact,
   * PlanRemarks, Appendable)}.
   *
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      FleetPlan plan, Impact impact, PlanRemarks remarks, Round round, Appendable out)
      throws IOException {
    write(plan, impact, remarks, Optional.of(round), out);
  }

  private static void write(
      FleetPlan plan, Impact impact, PlanRemarks remarks, Optional<Round> round, Appendable out)
      throws IOException {
    HtmlHeadline headline =
        new HtmlHeadline(plan, remarks, new PlanDigest(plan, impact, remarks), round);
    HtmlWriter html = new HtmlWriter(out);
    HtmlData data = new HtmlData(impact, remarks, out);
    int from = 0;
    for (int start = TEMPLATE.indexOf("{{"); start >= 0; start = TEMPLATE.indexOf("{{", from)) {
      int end = TEMPLATE.indexOf("}}", start);
      out.append(TEMPLATE, from, start);
      switch (TEMPLATE.substring(start + 2, end)) {
        case "policy" -> html.text(contentSecurityPolicy());
        case "style" -> out.append(STYLE);
        case "script" -> out.append(SCRIPT);
        case "title" -> html.text(headline.pageTitle());
        case "headline" -> headline.write(out);
        case "data" -> data.write(plan);
        case "names" -> data.writeNames();
        case "rules" -> data.writeRules();
        case "footer" -> html.text(remarks.origin());
        default -> throw new IllegalStateException("unknown placeholder in the template");
      }
      from = end + 2;
    }
    out.append(TEMPLATE, from, TEMPLATE.length());
  }

  /** Returns the Content-Security-Policy of every page, for a server that sends it as a header. */
  public static String contentSecurityPolicy() {
    return "default-src 'none'; style-src '"
        + digest(STYLE)
        + "'; script-src '"
        + digest(SCRIPT)
        + "'; base-uri 'none'; form-action 'none'";
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Reads a part of the page. A browser hashes line breaks as {@code \n} on every platform. */
  private static String resource(String name) {
    try (InputStream in = PlanHtml.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

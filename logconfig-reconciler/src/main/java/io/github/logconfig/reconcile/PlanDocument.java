package io.github.logconfig.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.model.Quoted;
import io.github.logconfig.reconcile.internal.document.PlanDocumentReader;
import io.github.logconfig.reconcile.internal.document.PlanDocumentWriter;
import io.github.logconfig.reconcile.internal.document.PlanSignature;
import io.github.logconfig.render.PlanJson;
import java.util.Map;

/**
 * A plan as a JSON document that can be saved, reviewed, and applied later without changes.
 *
 * <p>It contains everything that {@link PlanJson} shows, and the failures of clusters without a
 * plan. Equal plans give equal bytes. It contains no secrets.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanDocument {

  /** The line end is the same on every platform. */
  private static final ObjectWriter WRITER =
      PlanDocumentWriter.JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private PlanDocument() {}

  /**
   * Returns plans as a document.
   *
   * @param toolVersion the version of the program that made the plans
   * @return JSON with a final line break
   */
  public static String write(PlanReport report, String toolVersion) {
    return write(report, toolVersion, Map.of());
  }

  /**
   * Returns plans as a document, with information about the source of the desired state.
   *
   * @param toolVersion the version of the program that made the plans
   * @param source for readers, for example {@code commit} and {@code bundle}; omitted if empty
   * @return JSON with a final line break
   */
  public static String write(PlanReport report, String toolVersion, Map<String, String> source) {
    return text(document(report, toolVersion, source));
  }

  /**
   * Returns the document of some plans with a signature, as {@link #write(PlanReport, String,
   * Map)}.
   *
   * @param key the secret that {@link #readSigned} needs, too
   */
  public static String writeSigned(
      PlanReport report, String toolVersion, Map<String, String> source, byte[] key) {
    ObjectNode document = document(report, toolVersion, source);
    return text(PlanSignature.sign(document, key));
  }

  /**
   * Reads a document that must be signed with a key.
   *
   * @throws InvalidPlanException as {@link #read(String)}, and if the signature is missing or wrong
   */
  public static PlanReport readSigned(String text, byte[] key) {
    JsonNode document = parse(text);
    PlanSignature.require(document, key);
    return PlanDocumentReader.read(document);
  }

  private static ObjectNode document(
      PlanReport report, String toolVersion, Map<String, String> source) {
    ObjectNode document = PlanDocumentWriter.JSON.valueToTree(PlanJson.of(report.plan()));
    PlanDocumentWriter.add(document, report);
    document.put("toolVersion", toolVersion);
    if (!source.isEmpty()) {
      document.set("source", PlanDocumentWriter.JSON.valueToTree(source));
    }
    return document;
  }

  private static String text(ObjectNode document) {
    try {
      return WRITER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }

  /**
   * Reads a document.
   *
   * @param text what {@link #write} gave
   * @return the plans with everything that is needed to confirm and to apply them
   * @throws InvalidPlanException if {@code text} is no plan document of this major version; the
   *     message contains the path
   */
  public static PlanReport read(String text) {
    return PlanDocumentReader.read(parse(text));
  }

  /**
   * Reads a document that was made by a program of the same major version.
   *
   * @param text what {@link #write} gave
   * @param toolVersion the version of the program that reads, for example {@code 1.4.0}
   * @return as {@link #read(String)}
   * @throws InvalidPlanException if {@code text} is no plan document of this major version, or was
   *     made by a program of another major version; the message contains the path
   */
  public static PlanReport read(String text, String toolVersion) {
    JsonNode document = parse(text);
    String madeBy = document.path("toolVersion").asText("");
    if (!major(madeBy).equals(major(toolVersion))) {
      throw new InvalidPlanException(
          "the plan was made by version "
              + Quoted.of(madeBy)
              + ", and this is version "
              + toolVersion
              + "; make it again with this version");
    }
    return PlanDocumentReader.read(document);
  }

  private static String shown(String format) {
    return format.matches("[a-z0-9./-]{1,40}") ? format : Quoted.of(format);
  }

  private static String major(String version) {
    return version.split("[.-]", 2)[0];
  }

  private static JsonNode parse(String text) {
    JsonNode document;
    try {
      document = PlanDocumentWriter.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidPlanException("the plan is not JSON: " + e.getOriginalMessage());
    }
    String format = document == null ? "" : document.path("format").asText("");
    if (!format.equals(PlanJson.FORMAT)) {
      throw new InvalidPlanException(
          format.startsWith("logconfig-plan/")
              ? "the plan has the format "
                  + shown(format)
                  + ", this program reads "
                  + PlanJson.FORMAT
              : "this is not a plan: its format is not " + PlanJson.FORMAT);
    }
    return document;
  }
}

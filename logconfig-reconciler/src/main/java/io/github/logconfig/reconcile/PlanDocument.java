package io.github.logconfig.reconcile;

import io.github.logconfig.reconcile.internal.document.PlanDocumentReader;
import io.github.logconfig.reconcile.internal.document.PlanDocumentWriter;
import io.github.logconfig.render.PlanJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A plan as a JSON document that can be saved, reviewed, and applied later without changes.
 *
 * <p>It contains everything that {@link PlanJson} shows, and the failures of clusters without a
 * plan. Equal plans give equal bytes. It contains no secrets.
 *
 * <p>Documents are written and read as streams, cluster by cluster. The methods with text are for
 * small documents.
 *
 * <p><b>Thread safety:</b> stateless.
 *
 * @since 0.1.0
 */
public final class PlanDocument {

  private PlanDocument() {}

  /**
   * Returns plans as a document.
   *
   * @param toolVersion the version of the program that made the plans
   * @return JSON with a final line break
   */
  public static String write(PlanReport report, String toolVersion) {
    StringWriter text = new StringWriter();
    try {
      write(report, toolVersion, Map.of(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Writes plans as a document with a final line break.
   *
   * @param toolVersion the version of the program that made the plans
   * @param source information about the source of the desired state for readers, for example {@code
   *     commit} and {@code bundle}; omitted if empty
   * @param out is flushed, and not closed
   * @throws IOException if {@code out} throws it
   */
  public static void write(
      PlanReport report, String toolVersion, Map<String, String> source, Writer out)
      throws IOException {
    PlanDocumentWriter.write(report, toolVersion, source, Optional.empty(), out);
  }

  /**
   * Writes plans as a document with a signature (HMAC-SHA256).
   *
   * @param toolVersion the version of the program that made the plans
   * @param source as for {@link #write(PlanReport, String, Map, Writer)}
   * @param key the secret that signs the document, and that {@link #readSigned} needs, too
   * @param out is flushed, and not closed
   * @throws IOException if {@code out} throws it
   */
  public static void writeSigned(
      PlanReport report, String toolVersion, Map<String, String> source, byte[] key, Writer out)
      throws IOException {
    PlanDocumentWriter.write(report, toolVersion, source, Optional.of(key), out);
  }

  /**
   * Reads a document.
   *
   * @param text what {@link #write(PlanReport, String)} gave
   * @return the plans with everything that is needed to confirm and to apply them
   * @throws InvalidPlanException if {@code text} is no plan document of this major version; the
   *     message contains the path
   */
  public static PlanReport read(String text) {
    return readText(text, Optional.empty());
  }

  /**
   * Reads a document that was made by a program of the same major version.
   *
   * @param text what {@link #write(PlanReport, String)} gave
   * @param toolVersion the version of the program that reads, for example {@code 1.4.0}
   * @return as {@link #read(String)}
   * @throws InvalidPlanException as {@link #read(String)}, and if the document was made by a
   *     program of another major version
   */
  public static PlanReport read(String text, String toolVersion) {
    return readText(text, Optional.of(toolVersion));
  }

  private static PlanReport readText(String text, Optional<String> toolVersion) {
    try {
      return PlanDocumentReader.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), toolVersion);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a document.
   *
   * @param in a document in UTF-8; is not closed
   * @return as {@link #read(String)}
   * @throws InvalidPlanException as {@link #read(String)}
   * @throws IOException if {@code in} throws it
   */
  public static PlanReport read(InputStream in) throws IOException {
    return PlanDocumentReader.read(in, Optional.empty());
  }

  /**
   * Reads a document that must be signed with a key. The bytes of the document are kept in memory
   * meanwhile: what is read is what was signed, even if the file changes.
   *
   * @param in a document in UTF-8; is not closed
   * @return as {@link #read(String)}
   * @throws InvalidPlanException as {@link #read(String)}, and if the signature is missing or wrong
   * @throws IOException if {@code in} throws it
   */
  public static PlanReport readSigned(InputStream in, byte[] key) throws IOException {
    return PlanDocumentReader.readSigned(in.readAllBytes(), key);
  }
}

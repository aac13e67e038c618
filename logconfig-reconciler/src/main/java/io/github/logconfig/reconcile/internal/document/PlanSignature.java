package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.logconfig.reconcile.InvalidPlanException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs plan documents: HMAC-SHA256 over the document without its signature, with sorted keys and
 * without white space.
 */
final class PlanSignature {

  static final String FIELD = "signature";

  private static final String ALGORITHM = "HmacSHA256";

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
          .build();

  private PlanSignature() {}

  /** Returns the signature of a document with these parts, which must write maps, not nodes. */
  static String of(Map<String, PlanDocumentWriter.Part> parts, byte[] key) throws IOException {
    Mac mac = mac(key);
    OutputStream signed =
        new OutputStream() {
          @Override
          public void write(int b) {
            mac.update((byte) b);
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            mac.update(bytes, from, count);
          }
        };
    ObjectWriter values = CANONICAL.writer();
    try (JsonGenerator json = CANONICAL.createGenerator(signed)) {
      json.writeStartObject();
      for (Map.Entry<String, PlanDocumentWriter.Part> part : new TreeMap<>(parts).entrySet()) {
        json.writeFieldName(part.getKey());
        part.getValue().write(json, values);
      }
      json.writeEndObject();
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /**
   * Checks a signature.
   *
   * @throws InvalidPlanException if it is missing or wrong
   */
  static void require(String signature, Map<String, PlanDocumentWriter.Part> parts, byte[] key)
      throws IOException {
    if (signature.isEmpty()) {
      throw new InvalidPlanException("the plan is not signed; create it with the key");
    }
    boolean equal =
        MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            of(parts, key).getBytes(StandardCharsets.UTF_8));
    if (!equal) {
      throw new InvalidPlanException(
          "the signature of the plan is wrong: the plan was edited, or signed with another key");
    }
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}

package io.github.logconfig.reconcile.internal.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.logconfig.reconcile.InvalidPlanException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs plan documents: HMAC-SHA256 over the document without its signature, with sorted keys and
 * without white space.
 */
public final class PlanSignature {

  private static final String FIELD = "signature";
  private static final String ALGORITHM = "HmacSHA256";

  private static final ObjectMapper CANONICAL =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private PlanSignature() {}

  public static ObjectNode sign(ObjectNode document, byte[] key) {
    return document.put(FIELD, hex(document, key));
  }

  /**
   * Checks a signature.
   *
   * @throws InvalidPlanException if it is missing or wrong
   */
  public static void require(JsonNode document, byte[] key) {
    String signature = document.path(FIELD).asText("");
    if (signature.isEmpty()) {
      throw new InvalidPlanException("the plan is not signed; create it with the key");
    }
    ObjectNode unsigned = document.deepCopy();
    unsigned.remove(FIELD);
    boolean equal =
        MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            hex(unsigned, key).getBytes(StandardCharsets.UTF_8));
    if (!equal) {
      throw new InvalidPlanException(
          "the signature of the plan is wrong: the plan was edited, or signed with another key");
    }
  }

  private static String hex(JsonNode document, byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      Object tree = CANONICAL.treeToValue(document, Object.class);
      return HexFormat.of().formatHex(mac.doFinal(CANONICAL.writeValueAsBytes(tree)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
  }
}

package io.github.logconfig.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Object ids and update tokens in the form that the service gives to them; to clients they are
 * opaque.
 */
final class OpaqueIds {

  private static final byte[] OBJECT_FRAME = HexFormat.of().parseHex("beef54de15dadead");
  private static final byte[] TOKEN_FRAME = HexFormat.of().parseHex("beef54de15d8dead");

  private OpaqueIds() {}

  static String objectId(String schemaId, String scope, String uuid) {
    int hyphen = scope.lastIndexOf('-');
    boolean environment = scope.equals(SettingsStore.ENVIRONMENT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(OBJECT_FRAME);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(1).array());
    writeText(bytes, schemaId);
    writeText(bytes, environment ? "tenant" : scope.substring(0, hyphen));
    writeText(bytes, environment ? "tenant" : scope.substring(hyphen + 1));
    writeText(bytes, uuid);
    bytes.writeBytes(OBJECT_FRAME);
    return encode(bytes);
  }

  static String updateToken(String uuid, String revision) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(TOKEN_FRAME);
    writeLength(bytes, 2 * Short.BYTES + uuid.length() + revision.length());
    writeText(bytes, uuid);
    writeText(bytes, revision);
    bytes.writeBytes(TOKEN_FRAME);
    return encode(bytes);
  }

  private static void writeText(ByteArrayOutputStream bytes, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writeLength(bytes, utf8.length);
    bytes.writeBytes(utf8);
  }

  private static void writeLength(ByteArrayOutputStream bytes, int length) {
    bytes.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) length).array());
  }

  private static String encode(ByteArrayOutputStream bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }
}

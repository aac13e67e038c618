package io.github.logconfig.simulator.internal.settings;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Object ids and update tokens in the form that the service gives to them; to clients they are
 * opaque.
 */
public final class OpaqueIds {

  private static final byte[] OBJECT_FRAME = HexFormat.of().parseHex("beef54de15dadead");
  private static final byte[] TOKEN_FRAME = HexFormat.of().parseHex("beef54de15d8dead");

  private OpaqueIds() {}

  static String objectId(String schemaId, Scope scope, String uuid) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(OBJECT_FRAME);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(1).array());
    writeText(bytes, schemaId);
    writeText(bytes, scope.idClass());
    writeText(bytes, scope.idWithinClass());
    writeText(bytes, uuid);
    bytes.writeBytes(OBJECT_FRAME);
    return encode(bytes);
  }

  /** The key inside an object id; empty if the text is no object id. */
  static Optional<String> key(String objectId) {
    try {
      ByteBuffer bytes = decode(objectId);
      if (!reads(bytes, OBJECT_FRAME) || bytes.getInt() != 1) {
        return Optional.empty();
      }
      for (int i = 0; i < 3; i++) {
        readText(bytes); // schema, class of the scope, scope
      }
      String key = readText(bytes);
      return reads(bytes, OBJECT_FRAME) ? Optional.of(key) : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /** The same object id with another key, which is a UUID. */
  public static String withKey(String objectId, String uuid) {
    byte[] bytes = Base64.getUrlDecoder().decode(objectId);
    byte[] key = uuid.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(key, 0, bytes, bytes.length - OBJECT_FRAME.length - key.length, key.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
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

  /** The revision inside an update token; empty if the text is no update token. */
  static Optional<String> revision(String updateToken) {
    try {
      ByteBuffer bytes = decode(updateToken);
      if (!reads(bytes, TOKEN_FRAME)) {
        return Optional.empty();
      }
      bytes.getShort();
      readText(bytes);
      String revision = readText(bytes);
      return reads(bytes, TOKEN_FRAME) ? Optional.of(revision) : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer decode(String text) {
    return ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
  }

  private static boolean reads(ByteBuffer bytes, byte[] expected) {
    byte[] actual = new byte[expected.length];
    bytes.get(actual);
    return Arrays.equals(actual, expected);
  }

  private static String readText(ByteBuffer bytes) {
    byte[] utf8 = new byte[Short.toUnsignedInt(bytes.getShort())];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
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

package io.github.logconfig.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Fields in the one encoding that fingerprints are made of: each its length in bytes, 32 bits
 * big-endian, and its bytes in UTF-8. All in one buffer, since a fleet has a million of them.
 */
final class CanonicalBytes {

  private byte[] buffer;
  private int size;

  CanonicalBytes(int expectedSize) {
    this.buffer = new byte[expectedSize];
  }

  void add(String field) {
    int start = size + Integer.BYTES;
    int length = putAscii(field, start);
    if (length < 0) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      ensure(start + bytes.length);
      System.arraycopy(bytes, 0, buffer, start, bytes.length);
      length = bytes.length;
    }
    buffer[size] = (byte) (length >>> 24);
    buffer[size + 1] = (byte) (length >>> 16);
    buffer[size + 2] = (byte) (length >>> 8);
    buffer[size + 3] = (byte) length;
    size = start + length;
  }

  byte[] digest(MessageDigest digest) {
    digest.update(buffer, 0, size);
    return digest.digest();
  }

  /** Writes a text of ASCII characters, as names are; answers -1 for any other. */
  private int putAscii(String field, int start) {
    int length = field.length();
    ensure(start + length);
    for (int i = 0; i < length; i++) {
      char c = field.charAt(i);
      if (c >= 0x80) {
        return -1;
      }
      buffer[start + i] = (byte) c;
    }
    return length;
  }

  private void ensure(int capacity) {
    if (capacity > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(capacity, 2 * buffer.length));
    }
  }
}

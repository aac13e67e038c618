package io.github.logconfig.dynatrace.internal.http;

import io.github.logconfig.dynatrace.SecretMask;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Masks secrets in texts that a server sends: it may repeat a token, whole or cut, encoded or
 * reversed. Knows the configured secrets and the tokens that were used recently.
 *
 * <p>A secret is known by salted hashes of all its parts of twelve characters, in every form that
 * is searched for. So the secret itself is not kept, and a text is searched in one pass.
 */
public final class Redactor {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int REMEMBERED = 8;

  /** Shorter texts are no secrets, and occur in words. */
  private static final int SHORTEST = 6;

  /** A part of this length does not occur by chance. */
  private static final int PART = 12;

  private static final int BASE64_BYTES = 3;
  private static final int UNICODE_DIGITS = 4;
  private static final int HEX = 16;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String MASK = "****";

  private final long salt = RANDOM.nextLong();
  private final List<Known> configured = new ArrayList<>();
  private final Deque<Known> recent = new ArrayDeque<>();

  /** What is known of a secret: a hash of it, and sorted hashes of its parts. */
  private static final class Known {

    private final long id;
    private final int partLength;
    private final long[] parts;

    Known(long id, int partLength, long[] parts) {
      this.id = id;
      this.partLength = partLength;
      this.parts = parts;
    }
  }

  /** A text as it is searched, and where in the original each of its characters starts. */
  private static final class View {

    private final CharSequence text;
    private final int[] starts;

    View(CharSequence text, int[] starts) {
      this.text = text;
      this.starts = starts;
    }

    int original(int index) {
      return starts.length == 0 ? index : starts[index];
    }
  }

  /** Remembers the credentials of a header, {@code <scheme> <secret>}. */
  void rememberHeader(String header) {
    remember(header.substring(header.indexOf(' ') + 1));
  }

  /** Remembers a secret that others may replace in time. */
  synchronized void remember(String secret) {
    long id = hash(secret, 0, secret.length());
    Known newest = recent.peekFirst();
    if (secret.length() < SHORTEST || (newest != null && newest.id == id)) {
      return;
    }
    recent.removeIf(known -> known.id == id);
    recent.addFirst(known(id, secret));
    if (recent.size() > REMEMBERED) {
      recent.removeLast();
    }
  }

  /** Remembers a secret for as long as the client lives. */
  public synchronized void rememberConfigured(String secret) {
    if (secret.length() >= SHORTEST) {
      configured.add(known(hash(secret, 0, secret.length()), secret));
    }
  }

  /** Removes all remembered secrets. */
  synchronized void clear() {
    configured.clear();
    recent.clear();
  }

  /** Returns a text in which all secrets are masked. */
  public String clean(String text) {
    BitSet secret = new BitSet();
    List<Known> all = all();
    if (text.length() >= SHORTEST && !all.isEmpty()) {
      mark(new View(text, new int[0]), all, secret);
      if (text.indexOf('%') >= 0 || text.indexOf('\\') >= 0) {
        mark(unescaped(text), all, secret);
      }
    }
    return SecretMask.mask(secret.isEmpty() ? text : masked(text, secret));
  }

  /** The failure itself if neither it nor a cause contains a secret, otherwise nothing. */
  @Nullable Throwable clean(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      String text = it.toString();
      if (!clean(text).equals(text) || it.getSuppressed().length > 0) {
        return null;
      }
    }
    return failure;
  }

  private synchronized List<Known> all() {
    List<Known> all = new ArrayList<>(configured);
    all.addAll(recent);
    return all;
  }

  private Known known(long id, String secret) {
    // prefix and public part of a Dynatrace token may be shown
    String hidden =
        secret.startsWith("dt0") ? secret.substring(secret.lastIndexOf('.') + 1) : secret;
    int length = Math.max(SHORTEST, Math.min(PART, hidden.length()));
    LongStream.Builder parts = LongStream.builder();
    for (String form : forms(hidden)) {
      for (int i = 0; i + length <= form.length(); i++) {
        parts.add(hash(form, i, length));
      }
    }
    return new Known(id, length, parts.build().sorted().distinct().toArray());
  }

  /** The forms in which a server may repeat a secret; escaped characters are read as such. */
  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(new StringBuilder(secret).reverse().toString());
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    // the text before a secret shifts its bytes within the encoded groups of three
    for (int shift = 0; shift < BASE64_BYTES && shift < bytes.length; shift++) {
      int groups = (bytes.length - shift) / BASE64_BYTES;
      byte[] part = Arrays.copyOfRange(bytes, shift, shift + groups * BASE64_BYTES);
      forms.add(Base64.getEncoder().encodeToString(part));
      forms.add(Base64.getUrlEncoder().encodeToString(part));
    }
    return forms;
  }

  private void mark(View view, List<Known> all, BitSet secret) {
    CharSequence text = view.text;
    for (Known known : all) {
      int length = known.partLength;
      for (int i = 0; i + length <= text.length(); i++) {
        if (Arrays.binarySearch(known.parts, hash(text, i, length)) >= 0) {
          secret.set(view.original(i), view.original(i + length));
        }
      }
    }
  }

  /** Reads {@code %41}, {@code \}{@code u0041} and <code>\/</code> as the character they mean. */
  private static View unescaped(String text) {
    StringBuilder view = new StringBuilder();
    int[] starts = new int[text.length() + 1];
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      starts[view.length()] = at;
      int digits = 0;
      int begin = at + 1;
      if (c == '%') {
        digits = 2;
      } else if (c == '\\' && begin < text.length()) {
        c = text.charAt(begin);
        at = begin;
        begin++;
        digits = c == 'u' ? UNICODE_DIGITS : 0;
      }
      int code = digits == 0 ? -1 : number(text, begin, digits);
      view.append(code < 0 ? c : (char) code);
      at = code < 0 ? at + 1 : begin + digits;
    }
    starts[view.length()] = text.length();
    return new View(view, starts);
  }

  /** The hexadecimal number at a position; -1 if there is none. */
  private static int number(String text, int from, int digits) {
    int number = from + digits <= text.length() ? 0 : -1;
    for (int i = from; number >= 0 && i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), HEX);
      number = digit < 0 ? -1 : number * HEX + digit;
    }
    return number;
  }

  private static String masked(String text, BitSet secret) {
    StringBuilder clean = new StringBuilder();
    int at = 0;
    for (int from = secret.nextSetBit(0); from >= 0; from = secret.nextSetBit(at)) {
      clean.append(text, at, from).append(MASK);
      at = secret.nextClearBit(from);
    }
    return clean.append(text, at, text.length()).toString();
  }

  /** Salted per client, so that the hash cannot be looked up; ignores case. */
  private long hash(CharSequence text, int from, int length) {
    long hash = salt;
    for (int i = from; i < from + length; i++) {
      char c = text.charAt(i);
      hash = (hash ^ (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)) * FNV_PRIME;
    }
    return hash;
  }
}

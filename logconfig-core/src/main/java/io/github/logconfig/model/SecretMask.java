package io.github.logconfig.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks secrets in text for people: messages of servers, and values entered in the wrong place.
 *
 * <p>Text that has the form of a secret is always masked: Dynatrace tokens ({@code
 * dt0c01.PUBLIC.SECRET} becomes {@code dt0c01.PUBLIC.****}), passwords in URLs, and query
 * parameters such as {@code api-token}. A mask {@linkplain #of of given secrets} also masks those:
 * verbatim, URL-encoded, in Base64 at any offset, reversed, and every fragment of 12 or more
 * characters.
 *
 * <p>Apply the mask before {@link Quoted}, which escapes characters and truncates long text.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class SecretMask {

  /** Masks only text that has the form of a secret. */
  public static final SecretMask BY_FORM = new SecretMask(List.of());

  private static final String MASK = "****";

  /** Shorter text is not masked, because it may be part of a word. */
  private static final int SHORTEST = 6;

  /** A fragment of this length does not occur by chance. */
  private static final int FRAGMENT = 12;

  private static final Pattern TOKEN =
      Pattern.compile("(dt0[a-z][0-9]{2}(?:\\.|%2[eE])[A-Za-z0-9_-]+)(\\.|%2[eE])[A-Za-z0-9_-]+");
  private static final Pattern REVERSED_TOKEN =
      Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+\\.[0-9]{2}[a-z]0td)");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:api[-_]?token|access[-_]?token|token|client[-_]?secret|secret|password)=)"
              + "[^&\\s\"'<>#]+");

  /** Matches known schemes only: any other prefix may be part of the secret. */
  private static final Pattern SCHEME =
      Pattern.compile("^(?i)(Basic|Bearer|Api-Token|Token|Digest) +");

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/?#@\\s\"]+@");

  private final Set<String> whole = new LinkedHashSet<>();
  private final Set<String> fragments = new LinkedHashSet<>();

  private SecretMask(Collection<String> secrets) {
    secrets.forEach(this::addAllForms);
  }

  /**
   * Returns a mask for these secrets, in addition to text that has the form of a secret.
   *
   * @param secrets the secrets; those of less than 6 characters are not masked
   */
  public static SecretMask of(Collection<String> secrets) {
    return new SecretMask(secrets);
  }

  /**
   * Returns a mask for the value of an authorization header: for the credentials after its scheme,
   * and for the user and password in credentials of the scheme {@code Basic}.
   */
  public static SecretMask ofAuthorization(String header) {
    Set<String> secrets = new LinkedHashSet<>();
    Matcher scheme = SCHEME.matcher(header);
    String credentials = scheme.find() ? header.substring(scheme.end()) : header;
    secrets.add(credentials);
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String decoded =
            new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        secrets.add(decoded);
        secrets.add(decoded.substring(decoded.indexOf(':') + 1));
      } catch (IllegalArgumentException e) {
        // not Base64: the credentials are masked as they are
      }
    }
    return new SecretMask(secrets);
  }

  /** Returns {@code text} with every secret replaced by {@code ****}. */
  public String mask(String text) {
    String masked = TOKEN.matcher(text).replaceAll("$1$2" + MASK);
    masked = REVERSED_TOKEN.matcher(masked).replaceAll(MASK + "$1");
    for (String secret : whole) {
      masked = masked.replace(secret, MASK);
    }
    masked = withoutFragments(masked);
    masked = PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    return USER_INFO.matcher(masked).replaceAll("$1" + MASK + "@");
  }

  private void addAllForms(String secret) {
    // the public part of a Dynatrace token may be shown
    String hidden =
        TOKEN.matcher(secret).matches() ? secret.substring(secret.lastIndexOf('.') + 1) : secret;
    add(hidden);
    add(new StringBuilder(hidden).reverse().toString());
    String encoded = URLEncoder.encode(hidden, StandardCharsets.UTF_8);
    add(encoded);
    add(encoded.replace("+", "%20"));
    add(
        Pattern.compile("%[0-9A-F]{2}")
            .matcher(encoded)
            .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT)));
    addBase64(secret);
    addBase64(hidden);
  }

  /** Base64 differs by the number of bytes that precede the secret. */
  private void addBase64(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // the first and last characters depend on what surrounds the secret
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
      if (from < to) {
        String inner = encoded.substring(from, to);
        add(inner);
        add(inner.replace('+', '-').replace('/', '_'));
      }
    }
  }

  private void add(String form) {
    if (form.length() >= SHORTEST) {
      whole.add(form);
    }
    for (int i = 0; i + FRAGMENT <= form.length(); i++) {
      fragments.add(form.substring(i, i + FRAGMENT));
    }
  }

  private String withoutFragments(String text) {
    StringBuilder masked = new StringBuilder(text.length());
    int copied = 0;
    for (int i = 0; i + FRAGMENT <= text.length() && !fragments.isEmpty(); i++) {
      if (fragments.contains(text.substring(i, i + FRAGMENT))) {
        if (i > copied || (i == 0 && copied == 0)) {
          masked.append(text, copied, i).append(MASK);
        }
        copied = i + FRAGMENT;
      }
    }
    return masked.append(text, copied, text.length()).toString();
  }
}

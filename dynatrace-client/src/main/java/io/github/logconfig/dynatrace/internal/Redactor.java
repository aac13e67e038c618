package io.github.logconfig.dynatrace.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts that come from elsewhere: a server may repeat a token that it was
 * sent. Knows the secrets that were used lately.
 */
public final class Redactor {

  private static final int REMEMBERED = 8;

  /** Shorter ones are no secrets, and would make holes in words. */
  private static final int SHORTEST = 6;

  private static final String MASK = "****";

  private final Deque<String> secrets = new ArrayDeque<>();

  /** Remembers the credentials of a header, {@code <scheme> <secret>}. */
  synchronized void rememberHeader(String header) {
    remember(header.substring(header.indexOf(' ') + 1));
  }

  public synchronized void remember(String secret) {
    if (secret.length() >= SHORTEST && !secret.equals(secrets.peekFirst())) {
      secrets.remove(secret);
      secrets.addFirst(secret);
      if (secrets.size() > REMEMBERED) {
        secrets.removeLast();
      }
    }
  }

  public synchronized String clean(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
      String lastPart = secret.substring(secret.lastIndexOf('.') + 1);
      if (lastPart.length() >= SHORTEST) {
        clean = clean.replace(lastPart, MASK);
      }
    }
    return clean;
  }

  /** The failure itself if neither it nor a cause tells a secret, otherwise nothing. */
  @Nullable Throwable clean(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      String text = it.toString();
      if (!clean(text).equals(text) || it.getSuppressed().length > 0) {
        return null;
      }
    }
    return failure;
  }
}

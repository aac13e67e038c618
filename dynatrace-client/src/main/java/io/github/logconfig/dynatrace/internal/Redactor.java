package io.github.logconfig.dynatrace.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of texts that come from elsewhere: a server may repeat a token that it was
 * sent, whole or cut. Knows the secrets that were used lately.
 */
public final class Redactor {

  private static final int REMEMBERED = 8;

  /** Shorter ones are no secrets, and would make holes in words. */
  private static final int SHORTEST = 6;

  /** As much of a secret is no longer chance, and does not stay either. */
  private static final int FRAGMENT = 12;

  private static final String MASK = "****";

  private final Deque<Secret> secrets = new ArrayDeque<>();

  /** Remembers the credentials of a header, {@code <scheme> <secret>}. */
  synchronized void rememberHeader(String header) {
    remember(header.substring(header.indexOf(' ') + 1));
  }

  public synchronized void remember(String secret) {
    Secret newest = secrets.peekFirst();
    if (secret.length() < SHORTEST || (newest != null && newest.is(secret))) {
      return;
    }
    secrets.removeIf(known -> known.is(secret));
    secrets.addFirst(Secret.of(secret));
    if (secrets.size() > REMEMBERED) {
      secrets.removeLast();
    }
  }

  /** Forgets everything. */
  synchronized void clear() {
    secrets.clear();
  }

  public String clean(String text) {
    if (text.length() < SHORTEST) {
      return text;
    }
    String clean = text;
    Set<String> fragments = new HashSet<>();
    for (String secret : revealed()) {
      clean = clean.replace(secret, MASK);
      String last = lastPart(secret);
      if (last.length() >= SHORTEST) {
        clean = clean.replace(last, MASK);
      }
      // the public part of a Dynatrace token may be shown
      addFragments(secret.startsWith("dt0") ? last : secret, fragments);
    }
    return withoutFragments(clean, fragments);
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

  private static String lastPart(String secret) {
    return secret.substring(secret.lastIndexOf('.') + 1);
  }

  private static void addFragments(String secret, Set<String> fragments) {
    for (int i = 0; i + FRAGMENT <= secret.length(); i++) {
      fragments.add(secret.substring(i, i + FRAGMENT));
    }
  }

  private static String withoutFragments(String text, Set<String> fragments) {
    if (fragments.isEmpty()) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    int copied = 0;
    int maskedTo = -1;
    for (int i = 0; i + FRAGMENT <= text.length(); i++) {
      if (fragments.contains(text.substring(i, i + FRAGMENT))) {
        if (i > maskedTo) {
          clean.append(text, copied, i).append(MASK);
        }
        maskedTo = i + FRAGMENT;
        copied = maskedTo;
      }
    }
    return clean.append(text, copied, text.length()).toString();
  }

  private synchronized List<String> revealed() {
    List<String> texts = new ArrayList<>();
    for (Secret secret : secrets) {
      texts.add(secret.reveal());
    }
    return texts;
  }
}

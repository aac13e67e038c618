package io.github.logconfig.simulator.internal.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** The scope of settings: the environment or an entity, for example {@code HOST_GROUP-0E48…}. */
public record Scope(String id) {

  public static final Scope ENVIRONMENT = new Scope("environment");

  private static final Pattern ENTITY = Pattern.compile("[A-Z][A-Z_]*-[0-9A-F]{16}");
  private static final Pattern OTHER = Pattern.compile("[A-Za-z][A-Za-z_]*-[^\\s/]+");
  private static final Pattern ENTITY_CLASS = Pattern.compile("[A-Z][A-Z_]*");

  /** A scope as clients write it; {@code tenant} means the environment. */
  static Optional<Scope> parse(String text) {
    if (text.equals("environment") || text.equals("tenant")) {
      return Optional.of(ENVIRONMENT);
    }
    int hyphen = text.indexOf('-');
    boolean entity = hyphen > 0 && ENTITY_CLASS.matcher(text.substring(0, hyphen)).matches();
    boolean wellFormed = (entity ? ENTITY : OTHER).matcher(text).matches();
    return wellFormed ? Optional.of(new Scope(text)) : Optional.empty();
  }

  /** The class as schemas name it: {@code environment}, or for example {@code HOST_GROUP}. */
  String type() {
    return isEnvironment() ? id : id.substring(0, id.indexOf('-'));
  }

  boolean isEnvironment() {
    return id.equals("environment");
  }

  /** The class as object ids hold it. */
  String idClass() {
    return isEnvironment() ? "tenant" : type();
  }

  /** The id as object ids hold it. */
  String idWithinClass() {
    return isEnvironment() ? "tenant" : id.substring(id.indexOf('-') + 1);
  }
}

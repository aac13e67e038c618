package io.github.logconfig.rule;

import io.github.logconfig.model.NamespaceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The namespaces of one include rule: one matcher on {@code k8s.namespace.name} with a value per
 * namespace.
 *
 * <p>A record must meet all matchers of a rule, but only one value of each matcher. A set of
 * namespaces therefore has to be one matcher. It is never empty: a rule without matchers would
 * ingest everything.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class NamespaceMatcher {

  /** The maximum number of values in one matcher. */
  public static final int MAX_VALUES = 2_000;

  private final SortedSet<NamespaceName> namespaces;

  private NamespaceMatcher(Collection<NamespaceName> namespaces) {
    this.namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /**
   * Returns a matcher of namespaces.
   *
   * @param namespaces 1 to {@value #MAX_VALUES} namespaces
   * @throws IllegalArgumentException if there is no namespace, or more than {@value #MAX_VALUES}
   */
  public static NamespaceMatcher of(Collection<NamespaceName> namespaces) {
    NamespaceMatcher matcher = new NamespaceMatcher(namespaces);
    int size = matcher.namespaces.size();
    if (size == 0 || size > MAX_VALUES) {
      throw new IllegalArgumentException(
          "a namespace matcher takes 1 to " + MAX_VALUES + " namespaces, not " + size);
    }
    return matcher;
  }

  /**
   * Distributes namespaces over as few matchers as possible, in natural order.
   *
   * @return the matchers, all but the last of them full; empty if there is no namespace
   */
  public static List<NamespaceMatcher> split(Collection<NamespaceName> namespaces) {
    List<NamespaceName> sorted = List.copyOf(new TreeSet<>(namespaces));
    List<NamespaceMatcher> matchers = new ArrayList<>();
    for (int from = 0; from < sorted.size(); from += MAX_VALUES) {
      int to = Math.min(from + MAX_VALUES, sorted.size());
      matchers.add(new NamespaceMatcher(sorted.subList(from, to)));
    }
    return List.copyOf(matchers);
  }

  /** Returns the namespaces in natural order, at least one. */
  public SortedSet<NamespaceName> namespaces() {
    return namespaces;
  }

  /** Returns a matcher on {@code k8s.namespace.name}. */
  public Matcher toMatcher() {
    Matcher.Builder matcher = Matcher.builder().attribute(Attribute.K8S_NAMESPACE_NAME);
    namespaces.forEach(namespace -> matcher.addValue(namespace.value()));
    return matcher.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamespaceMatcher that && namespaces.equals(that.namespaces);
  }

  @Override
  public int hashCode() {
    return namespaces.hashCode();
  }

  @Override
  public String toString() {
    return "NamespaceMatcher" + namespaces;
  }
}

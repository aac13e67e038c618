package io.github.logconfig.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The set of Kubernetes namespaces that one rule takes in: one matcher on {@code
 * k8s.namespace.name} with a value per namespace.
 *
 * <p>Matchers of a rule must all hold while one value of a matcher suffices, so a set of namespaces
 * has to be one matcher. It is never empty: a rule without matchers would ingest everything.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @since 0.1.0
 */
public final class NamespaceMatcher {

  /** The most values that the schema allows in one matcher. */
  public static final int MAX_VALUES = 2_000;

  private final SortedSet<NamespaceName> namespaces;

  private NamespaceMatcher(Collection<NamespaceName> namespaces) {
    this.namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /**
   * The matcher of these namespaces.
   *
   * @param namespaces 1 to {@value #MAX_VALUES} namespaces; duplicates count once
   * @return the matcher
   * @throws IllegalArgumentException if there is no namespace, or more than {@value #MAX_VALUES} of
   *     them
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
   * As few matchers as these namespaces fit into, in the order of the names.
   *
   * @param namespaces any number of namespaces; duplicates count once
   * @return the matchers, none if there is no namespace; all but the last are full
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

  /**
   * The namespaces taken in.
   *
   * @return the names in their natural order, at least one
   */
  public SortedSet<NamespaceName> namespaces() {
    return namespaces;
  }

  /**
   * This set as a matcher of a rule.
   *
   * @return a matcher on {@code k8s.namespace.name}
   */
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

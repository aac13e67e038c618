package io.github.logconfig.plan;

import io.github.logconfig.model.NamespaceName;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a plan on namespaces: an unmodifiable list in natural order.
 *
 * <p>The list of a cluster without changes is created on first access, because most plans of a
 * fleet are empty.
 *
 * <p><b>Thread safety:</b> thread-safe; immutable except for the cached list.
 *
 * @since 0.1.0
 */
public final class NamespaceEffects extends AbstractList<NamespaceEffect> implements RandomAccess {

  /** No effects. */
  public static final NamespaceEffects NONE = of(List.of());

  private final Set<NamespaceName> continuing;
  private @Nullable List<NamespaceEffect> listed;

  private NamespaceEffects(Set<NamespaceName> continuing, @Nullable List<NamespaceEffect> listed) {
    this.continuing = continuing;
    this.listed = listed;
  }

  /**
   * Returns a list of effects.
   *
   * @param effects one per namespace
   */
  public static NamespaceEffects of(List<NamespaceEffect> effects) {
    return new NamespaceEffects(Set.of(), List.copyOf(effects));
  }

  /** Returns effects of namespaces that all continue; the set must not change any more. */
  public static NamespaceEffects continuing(Set<NamespaceName> namespaces) {
    return new NamespaceEffects(namespaces, null);
  }

  /** Returns the number of namespaces with an effect. */
  public int count(NamespaceEffect.Kind kind) {
    List<NamespaceEffect> effects = listed;
    if (effects == null) {
      return kind == NamespaceEffect.Kind.CONTINUES ? continuing.size() : 0;
    }
    int count = 0;
    for (NamespaceEffect effect : effects) {
      count += effect.effect() == kind ? 1 : 0;
    }
    return count;
  }

  /** Returns the number of namespaces that the impact limit counts as stopping. */
  public int stopping() {
    List<NamespaceEffect> effects = listed;
    return effects == null ? 0 : (int) effects.stream().filter(NamespaceEffect::stopping).count();
  }

  @Override
  public NamespaceEffect get(int index) {
    List<NamespaceEffect> effects = listed;
    if (effects == null) {
      effects = continuing.stream().map(NamespaceEffect::continuing).toList();
      listed = effects;
    }
    return effects.get(index);
  }

  @Override
  public int size() {
    List<NamespaceEffect> effects = listed;
    return effects == null ? continuing.size() : effects.size();
  }
}

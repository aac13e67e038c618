package io.github.logconfig.simulator.internal.entities;

/** A relationship between entities, seen from the host or namespace that declares it. */
public enum Relation {
  /** The host is an instance of its host group. */
  INSTANCE_OF("isInstanceOf", true),
  /** The Kubernetes cluster is the cluster of the host. */
  CLUSTER_OF_HOST("isClusterOfHost", false),
  /** The Kubernetes cluster is the cluster of the namespace. */
  CLUSTER_OF_NAMESPACE("isClusterOfNamespace", false);

  private final String key;
  private final boolean outgoing;

  Relation(String key, boolean outgoing) {
    this.key = key;
    this.outgoing = outgoing;
  }

  /** The name in {@code fromRelationships} and {@code toRelationships}. */
  public String key() {
    return key;
  }

  /** Whether the relationship starts at the entity that declares it. */
  boolean outgoing() {
    return outgoing;
  }
}

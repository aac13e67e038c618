package io.github.logconfig.source;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/** Watches namespaces by an informer, which lists, watches, and starts again on its own. */
final class NamespaceWatch implements WatchableSource.Watching {

  private final SharedIndexInformer<Namespace> informer;

  private NamespaceWatch(SharedIndexInformer<Namespace> informer) {
    this.informer = informer;
  }

  static NamespaceWatch start(KubernetesClient client, Runnable changed) {
    return new NamespaceWatch(
        client
            .namespaces()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Namespace added) {
                    changed.run();
                  }

                  @Override
                  public void onUpdate(Namespace before, Namespace after) {
                    changed.run();
                  }

                  @Override
                  public void onDelete(Namespace deleted, boolean stateUnknown) {
                    changed.run();
                  }
                }));
  }

  @Override
  public void close() {
    informer.stop();
  }
}

package io.github.logconfig.source;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * Watches namespaces by an informer, which lists, watches, and starts again on its own, also if the
 * cluster cannot be reached at first. What has no bearing on opt-ins is passed over: namespaces
 * change often.
 */
final class NamespaceWatch implements WatchableSource.Watching {

  private final SharedIndexInformer<Namespace> informer;

  private NamespaceWatch(SharedIndexInformer<Namespace> informer) {
    this.informer = informer;
  }

  static NamespaceWatch start(KubernetesClient client, OptIn optIn, Runnable changed) {
    SharedIndexInformer<Namespace> informer = client.namespaces().runnableInformer(0);
    informer.exceptionHandler((started, failure) -> true);
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(Namespace added) {
            if (optIn.isMarked(added)) {
              changed.run();
            }
          }

          @Override
          public void onUpdate(Namespace before, Namespace after) {
            if (!optIn.isSame(before, after)) {
              changed.run();
            }
          }

          @Override
          public void onDelete(Namespace deleted, boolean stateUnknown) {
            if (stateUnknown || optIn.isMarked(deleted)) {
              changed.run();
            }
          }
        });
    informer.start();
    return new NamespaceWatch(informer);
  }

  @Override
  public void close() {
    informer.stop();
  }
}

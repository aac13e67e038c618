package io.github.logconfig.arrival;

import io.github.logconfig.model.EntityId;
import java.time.Instant;
import java.util.Optional;

/**
 * Records of one namespace that have the same attributes.
 *
 * @param namespace the namespace
 * @param clusterUid the UID of the Kubernetes cluster; empty if the records do not name it
 * @param kubernetesCluster the entity of the Kubernetes cluster; empty if they do not name it
 * @param hostGroup the name of the host group; empty if they do not name it
 * @param bucket the bucket; empty if unknown
 * @param records the number of records that were read; there may be more
 * @param last when the newest record was written, by the clock of its host
 * @since 0.1.0
 */
public record LogCount(
    String namespace,
    Optional<String> clusterUid,
    Optional<EntityId> kubernetesCluster,
    Optional<String> hostGroup,
    Optional<String> bucket,
    long records,
    Instant last) {}

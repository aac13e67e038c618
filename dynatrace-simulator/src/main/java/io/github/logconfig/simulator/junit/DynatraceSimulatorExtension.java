package io.github.logconfig.simulator.junit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.logconfig.simulator.DynatraceSimulator;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a simulator when a test first asks for it, and closes it with the test. It keeps to what
 * JUnit 5.0 and JUnit 6 have in common.
 */
final class DynatraceSimulatorExtension
    implements ParameterResolver, AfterEachCallback, AfterAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(DynatraceSimulatorExtension.class);

  DynatraceSimulatorExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == DynatraceSimulator.class || type == URI.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    DynatraceSimulator simulator = store.get(DynatraceSimulator.class, DynatraceSimulator.class);
    if (simulator == null) {
      simulator = start(context);
      store.put(DynatraceSimulator.class, simulator);
    }
    return parameter.getParameter().getType() == URI.class ? simulator.baseUrl() : simulator;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context);
  }

  private static void close(ExtensionContext context) {
    DynatraceSimulator simulator =
        context.getStore(NAMESPACE).remove(DynatraceSimulator.class, DynatraceSimulator.class);
    if (simulator != null) {
      simulator.close();
    }
  }

  private static DynatraceSimulator start(ExtensionContext context) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    annotation(context.getRequiredTestClass()).ifPresent(asked -> describe(asked, builder));
    return builder.start();
  }

  private static void describe(DynatraceSimulatorTest asked, DynatraceSimulator.Builder builder) {
    Arrays.stream(asked.hostGroups()).forEach(builder::hostGroup);
    for (String cluster : asked.kubernetesClusters()) {
      int equals = cluster.lastIndexOf('=');
      if (equals < 0) {
        builder.kubernetesCluster(cluster);
      } else {
        builder.kubernetesCluster(cluster.substring(0, equals), cluster.substring(equals + 1));
      }
    }
    if (!asked.entities().isBlank()) {
      builder.entities(json("entities", asked.entities()));
    }
    if (!asked.workloads().isBlank()) {
      builder.workloads(json("workloads", asked.workloads()));
    }
    Arrays.stream(asked.tokens()).forEach(builder::token);
    if (asked.allowInvalidRequests()) {
      builder.allowInvalidRequests();
    }
  }

  private static JsonNode json(String what, String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new ExtensionConfigurationException(what + " of the annotation are not JSON", e);
    }
  }

  /** The annotation of a test class, or of the class that it is nested in. */
  private static Optional<DynatraceSimulatorTest> annotation(@Nullable Class<?> testClass) {
    for (Class<?> at = testClass; at != null; at = at.getEnclosingClass()) {
      DynatraceSimulatorTest asked = at.getAnnotation(DynatraceSimulatorTest.class);
      if (asked != null) {
        return Optional.of(asked);
      }
    }
    return Optional.empty();
  }
}

package io.github.logconfig.simulator.junit;

import io.github.logconfig.simulator.DynatraceSimulator;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts a simulator when a test first asks for it; JUnit closes it with the test. */
final class DynatraceSimulatorExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(DynatraceSimulatorExtension.class);

  DynatraceSimulatorExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == DynatraceSimulator.class || type == URI.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DynatraceSimulator simulator =
        context
            .getStore(NAMESPACE)
            .computeIfAbsent(
                DynatraceSimulator.class, key -> start(context), DynatraceSimulator.class);
    return parameter.getParameter().getType() == URI.class ? simulator.baseUrl() : simulator;
  }

  private static DynatraceSimulator start(ExtensionContext context) {
    DynatraceSimulator.Builder builder = DynatraceSimulator.builder();
    DynatraceSimulatorTest asked =
        context.getRequiredTestClass().getAnnotation(DynatraceSimulatorTest.class);
    if (asked != null) {
      Arrays.stream(asked.hostGroups()).forEach(builder::hostGroup);
      Arrays.stream(asked.kubernetesClusters()).forEach(builder::kubernetesCluster);
      Arrays.stream(asked.tokens()).forEach(builder::token);
    }
    return builder.start();
  }
}

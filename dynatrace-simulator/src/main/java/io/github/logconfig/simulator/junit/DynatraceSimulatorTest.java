package io.github.logconfig.simulator.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives every test of a class a {@link io.github.logconfig.simulator.DynatraceSimulator} of its
 * own, which is closed after the test. A test or {@code @BeforeEach} method gets it by a parameter
 * of that type, or its address by a parameter of type {@link java.net.URI}.
 *
 * @since 0.1.0
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DynatraceSimulatorExtension.class)
public @interface DynatraceSimulatorTest {

  /**
   * The names of the host groups that it knows.
   *
   * @return none by default
   */
  String[] hostGroups() default {};

  /**
   * The Kubernetes clusters that it knows, each as a display name, or as {@code NAME=UID} with the
   * UID of its namespace {@code kube-system}; the same name may occur several times.
   *
   * @return none by default
   */
  String[] kubernetesClusters() default {};

  /**
   * Further entities as a JSON list, for example hosts with their host group and Kubernetes
   * cluster; see {@link
   * io.github.logconfig.simulator.DynatraceSimulator.Builder#entities(com.fasterxml.jackson.databind.JsonNode)}.
   *
   * @return none by default
   */
  String entities() default "";

  /**
   * Workloads and how queries are executed, as a JSON document; see {@link
   * io.github.logconfig.simulator.DynatraceSimulator.Builder#workloads(com.fasterxml.jackson.databind.JsonNode)}.
   *
   * @return none by default
   */
  String workloads() default "";

  /**
   * The tokens that it lets in, with all scopes.
   *
   * @return none by default, which lets every token in
   */
  String[] tokens() default {};

  /**
   * Whether clients may send what the contract forbids, as tests of bad input do; see {@link
   * io.github.logconfig.simulator.DynatraceSimulator.Builder#allowInvalidRequests()}.
   *
   * @return false by default
   */
  boolean allowInvalidRequests() default false;
}

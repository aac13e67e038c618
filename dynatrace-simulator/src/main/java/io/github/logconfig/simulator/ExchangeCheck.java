package io.github.logconfig.simulator;

import java.util.List;

/**
 * Holds what is exchanged with a simulator against a contract. Every simulator that is started in
 * Java or as a program asks the implementations that {@link java.util.ServiceLoader} finds on the
 * class path; what they find fails {@link DynatraceSimulator#close()}.
 *
 * <p><b>Thread safety:</b> implementations are called by many threads at once.
 *
 * @since 0.1.0
 */
public interface ExchangeCheck {

  /**
   * Checks an answer. Not called for answers that a fault has changed.
   *
   * @param exchange the request and its answer
   * @return what breaks the contract, in words; empty if nothing does
   */
  List<String> answer(Exchange exchange);

  /**
   * Checks what a request carries: its body and the parameters that the contract knows.
   *
   * @param exchange the request and its answer
   * @return what breaks the contract, in words; empty if nothing does
   */
  List<String> request(Exchange exchange);

  /**
   * Looks for what a request uses and the contract does not know: operations and parameters. The
   * service ignores such parameters, so they are worth telling of only where the client is ours.
   *
   * @param exchange the request and its answer
   * @return what the contract does not know, in words; empty if it knows everything
   */
  List<String> undocumented(Exchange exchange);
}

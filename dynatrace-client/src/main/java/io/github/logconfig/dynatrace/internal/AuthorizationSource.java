package io.github.logconfig.dynatrace.internal;

/** Where the value of the {@code Authorization} header comes from. */
public interface AuthorizationSource {

  /**
   * The header's value for the next request.
   *
   * @param deadline by when it has to be there, if it must be fetched
   */
  String header(Deadline deadline) throws HttpFailure;

  /** Told that the service refused a value; true if the next one will be another. */
  boolean renewAfter(String refused, Deadline deadline) throws HttpFailure;

  /** Forgets what was fetched; called once nobody asks any more. */
  void forget();
}

package io.github.logconfig.dynatrace.internal;

/** A header that somebody else provides, and may change at any time. */
public final class SuppliedAuthorization implements AuthorizationSource {

  /** Provides the header's value. */
  public interface Provider {
    /** The value to send now. */
    String header() throws HttpFailure;
  }

  private final Provider provider;

  public SuppliedAuthorization(Provider provider) {
    this.provider = provider;
  }

  @Override
  public String header(Deadline deadline) throws HttpFailure {
    return provider.header();
  }

  @Override
  public boolean renewAfter(String refused, Deadline deadline) throws HttpFailure {
    return !provider.header().equals(refused);
  }

  @Override
  public void forget() {
    // nothing is kept
  }
}

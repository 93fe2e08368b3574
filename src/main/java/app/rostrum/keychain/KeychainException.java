package app.rostrum.keychain;

/** A keychain that is missing, locked, or does not do what it is asked. Holds no secret. */
public final class KeychainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KeychainException(String message) {
    super(message);
  }

  public KeychainException(String message, Throwable cause) {
    super(message, cause);
  }
}

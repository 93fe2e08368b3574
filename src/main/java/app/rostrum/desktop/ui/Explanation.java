package app.rostrum.desktop.ui;

import app.rostrum.backend.BackendException;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** Explains failures to a person, with a way to go on. */
public final class Explanation {
  private Explanation() {}

  /** Explains the failure of a call to the backend. */
  public static String of(Throwable failure, Texts texts) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof BackendException refused) {
      return texts
          .get(
              "backend." + refused.kind(),
              refused.explanation(),
              Objects.requireNonNullElse(refused.getMessage(), ""))
          .replaceAll(" {2,}", " ");
    }
    return texts.get("backend.SERVER_ERROR", "", cause.getClass().getSimpleName());
  }

  /** Returns the message of a failure that is not the backend's. */
  public static String words(Throwable failure) {
    Throwable cause = unwrapped(failure);
    return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}

package app.rostrum.desktop.ui;

import app.rostrum.backend.BackendException;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** What went wrong, in words for a person, each with a way on. */
public final class Explanation {
  private Explanation() {}

  /** Of what a call to the backend threw. */
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

  /** The failure's own words, for what is not the backend's. */
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

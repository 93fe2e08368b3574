package app.rostrum.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The text by which a command says why it failed. */
public final class FailureText {
  private FailureText() {}

  /** Returns the failure's own message, or one in its place where that would say nothing. */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    return switch (failure) {
      // Their messages are the path alone.
      case NoSuchFileException e -> "there is no file or folder " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      default -> message == null || message.isBlank() ? failure.toString() : message;
    };
  }
}

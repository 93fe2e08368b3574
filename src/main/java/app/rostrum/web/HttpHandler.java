package app.rostrum.web;

import java.util.Optional;

/** Answers requests. Called on a virtual thread, so it may block. */
@FunctionalInterface
public interface HttpHandler {
  /** The largest body, in bytes, that a handler takes if it does not say otherwise. */
  int USUAL_BODY = 64 * 1024;

  HttpResponse handle(HttpRequest request);

  /**
   * Refuses a request that must not send its body, for example for want of credentials; empty if
   * the body shall be read.
   *
   * @param head the request without its body
   */
  default Optional<HttpResponse> refuseEarly(HttpRequest head) {
    return Optional.empty();
  }

  /** Returns the largest body in bytes that this handler takes. */
  default int maxBody() {
    return USUAL_BODY;
  }

  /**
   * Words a refusal of the server itself in the handler's own error shape.
   *
   * @param head the request without its body; path and headers are empty if it cannot be read
   * @param status 400 and above
   */
  default HttpResponse refusal(int status, HttpRequest head) {
    return HttpResponse.of(status, "text/plain", reason(status) + "\n");
  }

  /** Returns why the server itself refuses requests with a status, in one sentence. */
  static String reason(int status) {
    return switch (status) {
      case 403 -> "This server does not answer under that name.";
      case 404 -> "There is nothing at this address.";
      case 405, 501 -> "The method is not supported.";
      case 408 -> "The request took too long to arrive.";
      case 413 -> "The request body is too large.";
      case 414 -> "The address of the request is too long.";
      case 431 -> "The headers of the request are too large.";
      case 500 -> "Something went wrong in the server. Try again.";
      case 503 -> "The server is busy. Try again in a moment.";
      default -> "The request cannot be read.";
    };
  }
}

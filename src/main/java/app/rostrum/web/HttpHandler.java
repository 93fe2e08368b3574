package app.rostrum.web;

/** Answers requests. Called on a virtual thread, so it may block. */
@FunctionalInterface
public interface HttpHandler {
  HttpResponse handle(HttpRequest request);

  /**
   * Answers a request whose body is over the server's limit, in the handler's own error shape.
   *
   * @param request without its body
   */
  default HttpResponse tooLarge(HttpRequest request) {
    return HttpResponse.of(413, "text/plain", "The body is larger than 1 MiB.\n");
  }
}

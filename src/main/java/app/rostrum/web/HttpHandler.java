package app.rostrum.web;

/** Answers requests; called on a virtual thread, so it may block. */
@FunctionalInterface
public interface HttpHandler {
  HttpResponse handle(HttpRequest request);
}

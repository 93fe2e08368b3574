package app.rostrum.cloud.embedded;

import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers as another handler does, when all that has changed is on disk. */
record DurableAnswers(HttpHandler handler, Store store) implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DurableAnswers.class);

  @Override
  public HttpResponse handle(HttpRequest request) {
    HttpResponse response = handler.handle(request);
    try {
      store.sync();
      return response;
    } catch (StoreException e) {
      LOG.error("{} {} is not on disk", request.method(), request.path(), e);
      return handler.refusal(500, request);
    }
  }

  @Override
  public Optional<HttpResponse> refuseEarly(HttpRequest head) {
    return handler.refuseEarly(head);
  }

  @Override
  public int maxBody() {
    return handler.maxBody();
  }

  @Override
  public HttpResponse refusal(int status, HttpRequest head) {
    return handler.refusal(status, head);
  }
}

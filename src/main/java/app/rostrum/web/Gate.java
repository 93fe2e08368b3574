package app.rostrum.web;

import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Refuses requests and WebSockets from where none may come, before anything else is done. */
final class Gate extends Handler.Wrapper {
  private final Dispatch dispatch;
  private final ConnectionCounts counts;
  private final Predicate<String> hosts;
  private final Predicate<String> origins;

  Gate(
      Handler next,
      Dispatch dispatch,
      ConnectionCounts counts,
      Predicate<String> hosts,
      Predicate<String> origins) {
    super(next);
    this.dispatch = dispatch;
    this.counts = counts;
    this.hosts = hosts;
    this.origins = origins;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String host = request.getHeaders().get(HttpHeader.HOST);
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (counts.isOver(request.getConnectionMetaData().getConnection().getEndPoint())) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      dispatch.refuse(503, request, response, callback);
    } else if ((host != null && !hosts.test(Dispatch.host(host)))
        || (origin != null && !origins.test(origin))) {
      dispatch.refuse(403, request, response, callback);
    } else {
      return super.handle(request, response, callback);
    }
    return true;
  }
}

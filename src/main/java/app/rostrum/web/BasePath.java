package app.rostrum.web;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes a path off the front of requests; those that do not begin with it are left as they are. */
final class BasePath extends Handler.Wrapper {
  private final String path;

  BasePath(String path, Handler next) {
    super(next);
    this.path = path;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpURI uri = request.getHttpURI();
    String asked = uri.getPath();
    if (asked == null || !(asked.equals(path) || asked.startsWith(path + "/"))) {
      return super.handle(request, response, callback);
    }
    String rest = asked.substring(path.length());
    HttpURI below = HttpURI.build(uri).path(rest.isEmpty() ? "/" : rest).asImmutable();
    return super.handle(Request.serveAs(request, below), response, callback);
  }
}

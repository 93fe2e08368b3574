package app.rostrum.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Words the errors that Jetty finds, such as a malformed request, as the handlers do. */
final class Errors implements Request.Handler {
  private final Dispatch dispatch;

  Errors(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    dispatch.refuse(status < 400 ? 500 : status, request, response, callback);
    return true;
  }
}

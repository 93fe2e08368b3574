package app.rostrum.server;

import app.rostrum.web.FormFields;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP client for twilio-java that hands its requests to a handler in this process: the embedded
 * cloud. Answers on the caller's thread and never tries twice, as there is no network to fail.
 */
public final class InProcessHttpClient extends HttpClient {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessHttpClient.class);
  private static final String CLIENT_ADDRESS = "127.0.0.1";

  private final HttpHandler handler;

  public InProcessHttpClient(HttpHandler handler) {
    this.handler = handler;
  }

  @Override
  public Response reliableRequest(Request request) {
    return makeRequest(request);
  }

  @Override
  public Response makeRequest(Request request) {
    HttpResponse response = answer(convert(request));
    return new Response(response.text(), response.status());
  }

  private HttpResponse answer(HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (Throwable e) {
      LOG.error("{} {} failed in the cloud", request.method(), request.host(), e);
      return HttpResponse.json(
          500, "{\"code\":20500,\"message\":\"Internal Server Error\",\"status\":500}");
    }
  }

  private static HttpRequest convert(Request request) {
    URL url = request.constructURL();
    var headers = new HashMap<String, String>();
    request
        .getHeaderParams()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    headers.put("host", url.getAuthority());
    if (request.requiresAuthentication()) {
      headers.put("authorization", request.getAuthString());
    }
    byte[] body = new byte[0];
    if (request.getMethod() != HttpMethod.GET) {
      boolean json = request.getContentType() == EnumConstants.ContentType.JSON;
      String text = json ? request.getBody() : request.encodeFormBody();
      headers.put("content-type", json ? "application/json" : "application/x-www-form-urlencoded");
      body = text == null ? body : text.getBytes(StandardCharsets.UTF_8);
    }
    return new HttpRequest(
        request.getMethod().toString().toUpperCase(Locale.ROOT),
        url.getHost().toLowerCase(Locale.ROOT),
        url.getPath().isEmpty() ? "/" : url.getPath(),
        FormFields.parse(url.getQuery()),
        headers,
        body,
        CLIENT_ADDRESS);
  }
}

package app.rostrum.cloud.live;

import app.rostrum.web.HttpResponse;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal of a WHEP request, sent as a problem detail (RFC 9457). */
final class WhepRefusal extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private int code;

  /**
   * @param detail an explanation for the client's user or log
   * @param detail for the person or the log at the other end
   */
  WhepRefusal(int status, String detail) {
    super(detail);
    this.status = status;
  }

  WhepRefusal with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  /** Adds Twilio's code for a refused token. */
  WhepRefusal code(int twilioCode) {
    code = twilioCode;
    return this;
  }

  HttpResponse response() {
    var problem = new JsonObject();
    problem.addProperty("status", status);
    problem.addProperty("detail", getMessage());
    if (code != 0) {
      problem.addProperty("code", code);
    }
    HttpResponse response = HttpResponse.of(status, "application/problem+json", problem.toString());
    for (var header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }
}

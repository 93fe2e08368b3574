package app.rostrum.server;

import app.rostrum.web.FormFields;
import app.rostrum.web.HttpRequest;
import com.twilio.security.RequestValidator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads the services' callbacks, which have to be signed with the auth token. */
final class WebhookIntake {
  static final String ROOMS_PATH = "/rooms-webhook";
  static final String SYNC_PATH = "/sync-webhook";
  private static final String SIGNATURE = "X-Twilio-Signature";

  private final Dependencies dependencies;
  private final RequestValidator validator;

  WebhookIntake(Dependencies dependencies) {
    this.dependencies = dependencies;
    this.validator = new RequestValidator(dependencies.settings().authToken());
  }

  /** Returns the form of a genuine callback, or refuses. */
  Map<String, String> read(HttpRequest request) {
    Call.checkSize(request);
    var form = new LinkedHashMap<String, String>();
    FormFields.parse(request.text()).forEach((name, values) -> form.put(name, values.getFirst()));
    String signature = request.header(SIGNATURE).orElse("");
    if (addresses(request).stream().noneMatch(url -> validator.validate(url, form, signature))) {
      throw ApiRefusal.forbidden("invalid signature", "The callback is not signed by the service.");
    }
    return form;
  }

  /**
   * Returns the addresses that the service may have signed: today's public address, and the one in
   * the request, for streams that were created under an earlier public address.
   */
  private Set<String> addresses(HttpRequest request) {
    var urls = new LinkedHashSet<String>();
    urls.add(dependencies.webhook(request.path()).toString());
    request
        .header("Host")
        .ifPresent(
            host -> {
              urls.add("https://" + host + request.path());
              urls.add("http://" + host + request.path());
            });
    return urls;
  }
}

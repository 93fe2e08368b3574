package app.rostrum.host;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The address and the credentials of a host's REST API, for Twilio's helper libraries.
 *
 * @param url the address below which each product has its name, for example {@code
 *     http://127.0.0.1:8770/rest}
 */
record RestAccess(URI url, InstallationKeys keys) {
  /** Returns environment variables, two of them under the names that the helper libraries read. */
  Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    variables.put("ROSTRUM_REST_URL", url.toString());
    variables.put("TWILIO_ACCOUNT_SID", keys.accountSid());
    variables.put("TWILIO_AUTH_TOKEN", keys.authToken());
    variables.put("TWILIO_API_KEY", keys.apiKeySid());
    variables.put("TWILIO_API_SECRET", keys.apiKeySecret());
    return variables;
  }

  /** Writes variables as shells, systemd and Node's {@code --env-file} read them. */
  static String lines(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
        .collect(Collectors.joining());
  }
}

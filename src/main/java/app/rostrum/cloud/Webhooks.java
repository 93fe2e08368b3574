package app.rostrum.cloud;

import java.net.URI;
import java.util.Map;

/**
 * Delivers callbacks to the backend. Returns at once; the calls of one key reach the backend one
 * after another, in order, and are tried again for a while if it does not answer.
 */
@FunctionalInterface
public interface Webhooks {
  /**
   * @param key orders calls: a room SID, a Sync service SID
   * @param form CamelCase fields, sent form-encoded with X-Twilio-Signature
   */
  void post(String key, URI url, Map<String, String> form);
}

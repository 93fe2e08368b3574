package app.rostrum.cloud;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Delivers callbacks to their receivers. Returns at once; the calls of one key reach the receiver
 * one after another, in order, and are tried again for a while if it does not answer.
 */
@FunctionalInterface
public interface Webhooks {
  /**
   * Posts a call that is not stored.
   *
   * @param key orders calls: a room SID, a Sync service SID
   * @param form CamelCase fields, sent form-encoded with X-Twilio-Signature
   */
  void post(String key, URI url, Map<String, String> form);

  /**
   * Prepares a call in the transaction that changes what it tells of. An implementation that stores
   * calls keeps it from the commit on; this one does not.
   *
   * @return posts the call; to be run once, after the commit
   */
  default Runnable prepare(Connection transaction, String key, URI url, Map<String, String> form)
      throws SQLException {
    return () -> post(key, url, form);
  }
}

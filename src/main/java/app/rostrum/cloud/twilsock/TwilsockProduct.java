package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import java.util.List;

/** A product that is served over Twilsock, such as Sync or Conversations. Thread-safe. */
public interface TwilsockProduct {
  /** Returns the name that registrations and {@code active_grant} use. */
  String name();

  /**
   * Returns the names of the token grants that open this product, the usual one first. Each grant
   * names a service.
   */
  List<String> grants();

  /**
   * Finds a service by SID.
   *
   * @throws Refusal if there is none
   */
  TwilsockService service(String sid);
}

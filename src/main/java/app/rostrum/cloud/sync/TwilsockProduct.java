package app.rostrum.cloud.sync;

import java.util.List;

/**
 * One of the products that share Twilsock: Sync itself ({@code data_sync}), or one that keeps what
 * it shows in Sync objects of its own ({@code ip_messaging}).
 */
public interface TwilsockProduct {
  /** What registrations and {@code active_grant} call it. */
  String name();

  /** The grants of a token that open it, the usual one first; each names a service. */
  List<String> grants();

  /**
   * A service by SID.
   *
   * @throws SyncRefusal if there is none
   */
  TwilsockService service(String sid);
}

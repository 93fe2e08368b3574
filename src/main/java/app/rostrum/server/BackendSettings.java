package app.rostrum.server;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The settings of a reference backend.
 *
 * @param accountSid the account whose services are used, {@code AC…}
 * @param authToken signs webhooks and opens the REST API
 * @param apiKeySid the key that access tokens name as issuer, {@code SK…}
 * @param apiKeySecret signs access tokens; at least 32 bytes
 * @param publicUrl gives the address at which the services reach this backend's webhooks, without a
 *     slash at the end; asked again for each stream
 * @param mediaProcessorLimit the time after which a stream's sound ends; whole seconds
 * @param trustPasscode whether knowing the passcode is enough for everything, as in the reference
 * @param endpoints the addresses of the embedded cloud's sockets; empty with Twilio's services
 * @param syncServiceSid this backend's own Sync service; found by name or created if empty
 * @param invitationPages whether people are invited by pages that are served beside the backend
 * @param mostAbsent the people to wait for at most who were admitted and are in no stream; of more,
 *     those who have been away for longest have to join anew
 */
public record BackendSettings(
    String accountSid,
    String authToken,
    String apiKeySid,
    String apiKeySecret,
    Supplier<URI> publicUrl,
    PasscodeStore passcodes,
    Duration mediaProcessorLimit,
    boolean trustPasscode,
    Optional<ServiceEndpoints> endpoints,
    Optional<String> syncServiceSid,
    boolean invitationPages,
    int mostAbsent,
    Clock clock,
    RandomGenerator random) {

  /**
   * Addresses a client may use in place of Twilio's own, absolute or relative to the backend's.
   *
   * @param video the room signaling socket
   * @param twilsock the socket of Sync and Conversations
   * @param player where streams are played, to be followed by a player streamer's SID
   */
  public record ServiceEndpoints(String video, String twilsock, String player) {}

  /** Leaves out everything secret. */
  @Override
  public String toString() {
    return "BackendSettings[" + accountSid + "]";
  }
}

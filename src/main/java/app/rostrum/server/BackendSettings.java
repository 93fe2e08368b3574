package app.rostrum.server;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a reference backend has to be told.
 *
 * @param accountSid the account whose services are used, {@code AC…}
 * @param authToken signs webhooks and opens the REST API
 * @param apiKeySid the key that access tokens name as issuer, {@code SK…}
 * @param apiKeySecret signs access tokens; at least 32 bytes
 * @param publicUrl where the services reach this backend's webhooks, without a slash at the end;
 *     asked anew for each stream
 * @param mediaProcessorLimit after this time a stream's sound ends; whole seconds
 * @param trustPasscode whether whoever knows the passcode may do everything, as in the reference
 * @param endpoints where the embedded cloud's sockets are; empty when the services are Twilio's
 * @param syncServiceSid this backend's own Sync service; found by name or made if empty
 * @param conversationsServiceSid the service of all chats; found by name or made if empty
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
    Optional<String> conversationsServiceSid,
    Clock clock,
    RandomGenerator random) {

  /**
   * Addresses a client may use in place of Twilio's own, absolute or relative to the backend's.
   *
   * @param video the room signaling socket
   * @param twilsock the socket of Sync and Conversations
   */
  public record ServiceEndpoints(String video, String twilsock) {}

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "BackendSettings[" + accountSid + "]";
  }
}

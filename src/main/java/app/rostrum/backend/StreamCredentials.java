package app.rostrum.backend;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The credentials for a stream, given when it is created or joined: the token and the addresses.
 *
 * @param chatEnabled whether the stream has a chat, for which the token is valid too
 * @param userDocument the name of this person's document; empty for the creator
 * @param signaling the room's signaling address; Twilio's own unless the backend names another
 * @param twilsock the address of Sync's connection; Twilio's own unless the backend names another
 * @param whep the address at which a viewer plays the stream; empty for speakers and for
 *     deployments without WHEP
 * @param takeOverAfter the time after which a speaker may take over from a host who has been lost;
 *     empty for deployments where nobody can
 * @param desk the objects of the host's desk; empty for deployments without one
 * @param reactionsDocument the document of the latest reactions; empty for deployments without them
 * @param captionsDocument the document of the latest captions; empty for deployments without them
 */
public record StreamCredentials(
    String token,
    String roomSid,
    boolean chatEnabled,
    String speakersMap,
    String viewersMap,
    String raisedHandsMap,
    Optional<String> userDocument,
    URI signaling,
    URI twilsock,
    Optional<URI> whep,
    Optional<Duration> takeOverAfter,
    Optional<DeskObjects> desk,
    Optional<String> reactionsDocument,
    Optional<String> captionsDocument) {
  /** Leaves out the token. */
  @Override
  public String toString() {
    return "StreamCredentials[" + roomSid + "]";
  }
}

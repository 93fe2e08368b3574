package app.rostrum.backend;

import java.net.URI;
import java.util.Optional;

/**
 * What creating or joining a stream gives: the token and where its services are.
 *
 * @param chatEnabled whether the stream has a chat; the token is good for it too
 * @param userDocument absent for the creator
 * @param signaling the room's signaling address; Twilio's own unless the backend names another
 * @param twilsock the address of Sync's connection; Twilio's own unless the backend names another
 * @param whep where a viewer plays the stream; absent for speakers and for deployments without WHEP
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
    Optional<URI> whep) {
  @Override
  public String toString() {
    return "StreamCredentials[" + roomSid + "]";
  }
}

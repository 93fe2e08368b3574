package app.rostrum.server;

import com.twilio.http.HttpMethod;
import com.twilio.rest.conversations.v1.Service;
import com.twilio.rest.conversations.v1.service.Conversation;
import com.twilio.rest.conversations.v1.service.conversation.Participant;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls the Conversations REST API for the chats of streams. Each stream has a service of its own
 * with one conversation, whose unique name is the SID of the stream's room: users of a service can
 * be members of its conversations only, and go with it.
 */
final class ConversationsApi {
  private static final int ALREADY_PARTICIPANT = 50433;
  private static final String CLOSED_AFTER = "P1D";
  private static final long MAX_SERVICES = 10_000;

  private final TwilioApi api;

  ConversationsApi(TwilioApi api) {
    this.api = api;
  }

  /** Creates the service of one stream, named by its room. */
  String createService(String roomSid) {
    return Service.creator(roomSid).create(api.client()).getSid();
  }

  /** Deletes a service with its conversation, if it is there. */
  void deleteService(String serviceSid) {
    TwilioApi.ifThere(() -> Service.deleter(serviceSid).delete(api.client()));
  }

  /** Returns the SIDs of all services, by friendly name. */
  Map<String, String> services() {
    var sids = new HashMap<String, String>();
    for (Service service : Service.reader().limit(MAX_SERVICES).read(api.client())) {
      if (service.getFriendlyName() != null) {
        sids.put(service.getFriendlyName(), service.getSid());
      }
    }
    return sids;
  }

  void create(String serviceSid, String roomSid) {
    Conversation.creator(serviceSid)
        .setUniqueName(roomSid)
        .setTimersClosed(CLOSED_AFTER)
        .create(api.client());
  }

  /** Adds a participant; does nothing if they are in the conversation already. */
  void join(String serviceSid, String roomSid, String identity) {
    TwilioApi.unless(
        ALREADY_PARTICIPANT,
        () -> Participant.creator(serviceSid, roomSid).setIdentity(identity).create(api.client()));
  }

  /** Removes a participant, if they are in the conversation, and the user that they were. */
  void leave(String serviceSid, String roomSid, String identity) {
    TwilioApi.ifThere(
        () ->
            api.send(
                new NamedPathRequest(
                    HttpMethod.DELETE,
                    "conversations",
                    "Services",
                    serviceSid,
                    "Conversations",
                    roomSid,
                    "Participants",
                    identity),
                Map.of()));
    TwilioApi.ifThere(
        () ->
            api.send(
                new NamedPathRequest(
                    HttpMethod.DELETE, "conversations", "Services", serviceSid, "Users", identity),
                Map.of()));
  }
}

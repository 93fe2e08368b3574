package app.rostrum.server;

import com.twilio.rest.conversations.v1.Service;
import com.twilio.rest.conversations.v1.service.Conversation;
import com.twilio.rest.conversations.v1.service.conversation.Participant;

/**
 * Calls the Conversations REST API for the chats of streams. A conversation's unique name is the
 * SID of the stream's room.
 */
final class ConversationsApi {
  private static final int ALREADY_PARTICIPANT = 50433;
  private static final String CLOSED_AFTER = "P1D";
  private static final long MAX_SERVICES = 1000;

  private final TwilioApi api;

  ConversationsApi(TwilioApi api) {
    this.api = api;
  }

  String serviceNamed(String name) {
    for (Service service : Service.reader().limit(MAX_SERVICES).read(api.client())) {
      if (name.equals(service.getFriendlyName())) {
        return service.getSid();
      }
    }
    return Service.creator(name).create(api.client()).getSid();
  }

  void create(String serviceSid, String roomSid) {
    Conversation.creator(serviceSid)
        .setUniqueName(roomSid)
        .setTimersClosed(CLOSED_AFTER)
        .create(api.client());
  }

  void delete(String serviceSid, String roomSid) {
    TwilioApi.ifThere(() -> Conversation.deleter(serviceSid, roomSid).delete(api.client()));
  }

  /** Adds a participant; does nothing if they are in the conversation already. */
  void join(String serviceSid, String roomSid, String identity) {
    TwilioApi.unless(
        ALREADY_PARTICIPANT,
        () -> Participant.creator(serviceSid, roomSid).setIdentity(identity).create(api.client()));
  }
}

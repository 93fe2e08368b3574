package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A command of a user, and what the user may reach with it.
 *
 * @param names the names in the command's path, for example a conversation's and a message's
 */
record ChatCall(
    HostedChatService service,
    HostedUser user,
    List<String> names,
    TwilsockMessage.Request request) {
  private static final String MUTATION_ID = "X-Twilio-Mutation-Id";

  HttpCall http() {
    return request.http();
  }

  String identity() {
    return user.identity();
  }

  CommandBody body() {
    return CommandBody.parse(request.body());
  }

  /**
   * Returns the id by which a repeated command is recognized; throws a refusal if it is too long.
   */
  Optional<String> mutation() {
    String id = http().header(MUTATION_ID);
    if (id == null || id.isEmpty()) {
      return Optional.empty();
    }
    if (id.length() > ChatLimits.MAX_MUTATION_ID) {
      throw ChatRefusals.invalid(MUTATION_ID);
    }
    return Optional.of(id);
  }

  String firstName() {
    return names.getFirst();
  }

  String lastName() {
    return names.getLast();
  }

  /** Answers by the handler of the command's method; throws a refusal if there is none. */
  TwilsockAnswer by(Map<String, Function<ChatCall, TwilsockAnswer>> handlers) {
    Function<ChatCall, TwilsockAnswer> handler = handlers.get(http().method());
    if (handler == null) {
      throw ChatRefusals.methodNotAllowed();
    }
    return handler.apply(this);
  }

  /** Returns a conversation in which the user is a participant. All others learn nothing of it. */
  HostedConversation joined(String name) {
    HostedConversation conversation = service.conversation(name);
    if (!conversation.isParticipant(identity())) {
      throw ChatRefusals.notParticipant();
    }
    return conversation;
  }

  /** Returns a conversation in which the user is a participant, or which the user has created. */
  HostedConversation visible(String name) {
    HostedConversation conversation = service.conversation(name);
    return conversation.isOwner(identity()) ? conversation : joined(name);
  }

  /** Returns a conversation that the user has created. */
  HostedConversation owned(String name) {
    HostedConversation conversation = visible(name);
    if (!conversation.isOwner(identity())) {
      throw ChatRefusals.notAuthorized();
    }
    return conversation;
  }

  /** Throws a refusal unless the path names the user. */
  void checkSelf() {
    if (!firstName().equals(user.sid()) && !firstName().equals(identity())) {
      throw ChatRefusals.notAuthorized();
    }
  }
}

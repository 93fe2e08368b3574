package app.rostrum.cloud.conversations;

import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.wire.conversations.ChatPath;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.util.Map;
import java.util.Optional;

/**
 * Dispatches the commands that clients send to one service (protocol note, section 7). The client's
 * identity comes from its token alone. A command with the mutation id of an earlier one is not run;
 * it gets the answer of the earlier one.
 */
final class ChatCommands {
  private final HostedChatService service;

  ChatCommands(HostedChatService service) {
    this.service = service;
  }

  /**
   * Answers a command.
   *
   * @throws app.rostrum.cloud.Refusal if it is refused
   */
  TwilsockAnswer answer(Connection connection, ChatPath path, TwilsockMessage.Request request) {
    service.checkExists();
    if (path.resource() != ChatPath.Resource.CONFIGURATION
        && !path.serviceSid().equals(service.sid())) {
      throw ChatRefusals.otherService();
    }
    HostedUser user = service.users().user(connection.identity());
    var call = new ChatCall(service, user, path.names(), request);
    boolean reads = call.http().method().equals("GET");
    if (!reads) {
      user.countCommand();
    }
    Optional<String> mutation = call.mutation();
    if (reads || path.resource() == ChatPath.Resource.TYPING || mutation.isEmpty()) {
      return answer(path.resource(), call);
    }
    return user.mutations().once(mutation.get(), () -> answer(path.resource(), call));
  }

  private static TwilsockAnswer answer(ChatPath.Resource resource, ChatCall call) {
    return switch (resource) {
      case CONFIGURATION -> call.by(Map.of("GET", UserCommands::configuration));
      case MY_CONVERSATIONS -> call.by(Map.of("GET", UserCommands::listOwn));
      case MY_CONVERSATION ->
          call.by(Map.of("GET", UserCommands::fetchOwn, "POST", UserCommands::updateOwn));
      case USER -> call.by(Map.of("GET", UserCommands::fetch, "POST", UserCommands::update));
      case CONVERSATIONS -> call.by(Map.of("POST", ConversationCommands::create));
      case CONVERSATION ->
          call.by(
              Map.of(
                  "GET", ConversationCommands::fetch,
                  "POST", ConversationCommands::update,
                  "DELETE", ConversationCommands::delete));
      case MESSAGES -> call.by(Map.of("POST", MessageCommands::send));
      case MESSAGE ->
          call.by(
              Map.of(
                  "GET", MessageCommands::fetch,
                  "POST", MessageCommands::edit,
                  "DELETE", MessageCommands::remove));
      case PARTICIPANTS -> call.by(Map.of("POST", ParticipantCommands::add));
      case PARTICIPANT ->
          call.by(
              Map.of(
                  "GET", ParticipantCommands::fetch,
                  "POST", ParticipantCommands::update,
                  "DELETE", ParticipantCommands::remove));
      case TYPING -> call.by(Map.of("POST", MessageCommands::typing));
    };
  }
}

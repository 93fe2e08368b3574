package app.rostrum.cloud.conversations;

/** What was asked cannot be done; carries the HTTP status and Twilio's error code. */
public final class ConversationRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;
  private final String text;

  ConversationRefusal(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.text = message;
  }

  static ConversationRefusal notFound(String what) {
    return new ConversationRefusal(404, 20404, "The requested resource " + what + " was not found");
  }

  static ConversationRefusal userNotFound() {
    return new ConversationRefusal(404, 50200, "User not found");
  }

  static ConversationRefusal nameTaken() {
    return new ConversationRefusal(409, 50353, "Conversation with provided unique name exists");
  }

  static ConversationRefusal alreadyParticipant() {
    return new ConversationRefusal(409, 50433, "Participant already exists");
  }

  static ConversationRefusal notParticipant() {
    return new ConversationRefusal(403, 50430, "User not participant of conversation");
  }

  static ConversationRefusal notAuthorized() {
    return new ConversationRefusal(403, 50107, "User not authorized for command");
  }

  static ConversationRefusal anotherService() {
    return new ConversationRefusal(403, 20403, "The token is for another service");
  }

  static ConversationRefusal tooManyParticipants() {
    return new ConversationRefusal(400, 50417, "Participants limit exceeded");
  }

  static ConversationRefusal tooManyConversations() {
    return new ConversationRefusal(400, 50208, "User conversation limit exceeded");
  }

  static ConversationRefusal tooFast() {
    return new ConversationRefusal(429, 20429, "Too many requests");
  }

  static ConversationRefusal closed() {
    return new ConversationRefusal(400, 50377, "The conversation is closed and cannot be changed");
  }

  static ConversationRefusal beginsClosed() {
    return new ConversationRefusal(400, 50384, "Initial state can't be 'closed'");
  }

  static ConversationRefusal invalid(String parameter) {
    return new ConversationRefusal(400, 20001, "Parameter " + parameter + " is invalid");
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  /** The message. */
  public String text() {
    return text;
  }
}

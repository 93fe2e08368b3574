package app.rostrum.cloud.conversations;

/** What was asked cannot be done; carries Twilio's error code. */
public final class ConversationRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;
  private final int code;

  private ConversationRefusal(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static ConversationRefusal notFound(String what) {
    return new ConversationRefusal(404, 20404, "The requested resource " + what + " was not found");
  }

  static ConversationRefusal nameTaken() {
    return new ConversationRefusal(409, 50353, "Conversation with provided unique name exists");
  }

  static ConversationRefusal alreadyParticipant() {
    return new ConversationRefusal(409, 50433, "Participant already exists");
  }

  static ConversationRefusal closed() {
    return new ConversationRefusal(400, 20001, "A closed conversation cannot be opened again");
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
}

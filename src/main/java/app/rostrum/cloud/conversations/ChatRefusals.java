package app.rostrum.cloud.conversations;

import app.rostrum.cloud.Refusal;

/** The refusals of Conversations, with Twilio's codes. */
final class ChatRefusals {
  private ChatRefusals() {}

  static Refusal notFound(String resource) {
    return new Refusal(404, 20404, "The requested resource " + resource + " was not found");
  }

  static Refusal userNotFound() {
    return new Refusal(404, 50200, "User not found");
  }

  static Refusal userExists() {
    return new Refusal(409, 50201, "User already exists");
  }

  static Refusal nameTaken() {
    return new Refusal(409, 50353, "Conversation with provided unique name exists");
  }

  static Refusal alreadyParticipant() {
    return new Refusal(409, 50433, "Participant already exists");
  }

  static Refusal notParticipant() {
    return new Refusal(403, 50430, "User not participant of conversation");
  }

  static Refusal notAuthorized() {
    return new Refusal(403, 50107, "User not authorized for command");
  }

  static Refusal otherService() {
    return new Refusal(403, 20403, "The token is for another service");
  }

  static Refusal tooManyParticipants() {
    return new Refusal(400, 50417, "Participants limit exceeded");
  }

  static Refusal tooManyConversations() {
    return new Refusal(400, 50208, "User conversation limit exceeded");
  }

  static Refusal tooFast() {
    return new Refusal(429, 20429, "Too many requests");
  }

  static Refusal closed() {
    return new Refusal(400, 50377, "The conversation is closed and cannot be changed");
  }

  static Refusal createdClosed() {
    return new Refusal(400, 50384, "Initial state can't be 'closed'");
  }

  static Refusal invalid(String parameter) {
    return new Refusal(400, 20001, "Parameter " + parameter + " is invalid");
  }

  static Refusal methodNotAllowed() {
    return new Refusal(405, 20004, "Method not allowed");
  }
}

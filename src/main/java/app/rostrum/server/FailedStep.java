package app.rostrum.server;

import com.twilio.exception.ApiException;
import org.jspecify.annotations.Nullable;

/** Steps in which a service behind the backend can fail, with the API's messages for them. */
enum FailedStep {
  CREATING_ROOM("error creating room", "The stream's room could not be created. Try again."),
  /** Reference clients compare this explanation. */
  ROOM_EXISTS("error creating room", "Room exists"),
  FINDING_ROOM("error finding room", "There is no live stream of that name. It may have ended."),
  CREATING_STREAM("error creating stream", "The stream's sound could not be set up. Try again."),
  CREATING_SYNC_SERVICE(
      "error creating stream sync service", "The stream's lists could not be created. Try again."),
  ADDING_STREAM(
      "error adding stream to streams map", "The stream could not be registered. Try again."),
  CREATING_SPEAKERS(
      "error creating speakers map", "The list of speakers could not be created. Try again."),
  CREATING_RAISED_HANDS(
      "error creating raised hands map",
      "The list of raised hands could not be created. Try again."),
  CREATING_VIEWERS(
      "error creating viewers map", "The list of listeners could not be created. Try again."),
  ADDING_HOST(
      "error adding host to speakers map", "The host could not be put on stage. Try again."),
  READING_SPEAKERS(
      "error adding read access to speakers map",
      "The list of speakers could not be opened to you. Try again."),
  READING_RAISED_HANDS(
      "error adding read access to raised hands map",
      "The list of raised hands could not be opened to you. Try again."),
  READING_VIEWERS(
      "error adding read access to viewers map",
      "The list of listeners could not be opened to you. Try again."),
  READING_STREAM_DOCUMENT(
      "error adding read access to stream document",
      "What the host has set could not be opened to you. Try again."),
  READING_USER_DOCUMENT(
      "error adding read access to user document",
      "Invitations could not be opened to you. Try again."),
  CREATING_CONVERSATION(
      "error creating conversation", "The stream's chat could not be created. Try again."),
  FINDING_CONVERSATION("error finding conversation", "The stream's chat could not be found."),
  JOINING_CONVERSATION(
      "error creating conversation participant", "You could not be added to the chat. Try again."),
  CREATING_USER_DOCUMENT(
      "error creating user document", "Your place in the stream could not be created. Try again."),
  UPDATING_USER_DOCUMENT(
      "error updating user document", "That person's invitation could not be written."),
  PLAYBACK_GRANT(
      "error getting playback grant", "The stream cannot be played at the moment. Try again."),
  RAISED_HANDS(
      "error updating raised hands map", "The raised hand could not be recorded. Try again."),
  ADDING_VIEWER(
      "error adding user to viewers map", "You could not be added to the listeners. Try again."),
  REMOVING_SPEAKER("error removing speaker", "That person is no longer on stage."),
  CHANGING_STREAM("error changing stream", "The stream could not be changed. Try again."),
  REMOVING_PARTICIPANT(
      "error removing participant", "That person could not be removed. Try again."),
  TAKING_OVER("error taking over stream", "You could not become the host. Try again."),
  DELETING_STREAM("error deleting stream", "The stream could not be ended. It may have ended."),
  LISTING_STREAMS("error listing streams", "The streams could not be listed. Try again."),
  WEBHOOK("error handling webhook", "The event could not be processed. Send it again.");

  private static final String DISK_FULL =
      "The server's disk is full. Whoever runs the server has to free some space.";

  private final String message;
  private final String explanation;

  FailedStep(String message, String explanation) {
    this.message = message;
    this.explanation = explanation;
  }

  ApiRefusal refusal() {
    return refusal(null);
  }

  /** Returns the refusal of a request that failed at this step; says so if a disk is full. */
  ApiRefusal refusal(@Nullable Throwable cause) {
    boolean full = cause instanceof ApiException e && TwilioApi.isDiskFull(e);
    return ApiRefusal.failed(message, full ? DISK_FULL : explanation, cause);
  }
}

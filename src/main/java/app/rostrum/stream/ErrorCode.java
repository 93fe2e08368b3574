package app.rostrum.stream;

import app.rostrum.stream.StreamProblem.Kind;

/**
 * The codes by which a person can quote a problem with a stream: B for the backend, V for the room
 * (Video), P for the player. They are listed for people in docs/error-codes.md and never change
 * their meaning.
 */
public enum ErrorCode {
  PASSCODE_REFUSED("B01", Kind.PASSCODE, "The passcode is wrong or has expired.", ""),
  FORBIDDEN("B02", Kind.FORBIDDEN, "The backend does not allow this person to do that.", "reason"),
  NAME_IN_USE("B03", Kind.NAME_TAKEN, "Another person in the stream has that name.", ""),
  STREAM_NAME_IN_USE("B04", Kind.STREAM_NAME_TAKEN, "A live stream has that name.", ""),
  STREAM_NOT_FOUND(
      "B05", Kind.STREAM_NOT_FOUND, "The backend knows no live stream of that name.", ""),
  STAGE_BY_INVITATION("B06", Kind.STAGE_CLOSED, "Speaking is by the host's invitation.", ""),
  BACKEND_UNREACHABLE("B07", Kind.NO_NETWORK, "The backend does not answer.", ""),
  NO_BACKEND("B08", Kind.SERVER, "There is no backend at this address.", ""),
  TOO_MANY_ATTEMPTS("B09", Kind.SERVER, "Too many wrong passcodes came from this address.", ""),
  REQUEST_REFUSED("B10", Kind.SERVER, "The backend does not accept what was sent.", "reason"),
  BACKEND_STEP_FAILED("B11", Kind.SERVER, "A service behind the backend failed.", "failed step"),
  BACKEND_FAILED("B12", Kind.SERVER, "The backend failed or its answer cannot be read.", "reason"),
  NAME_NOT_FOUND("B13", Kind.NO_NETWORK, "The network knows no server of that name.", "host"),
  CONNECTION_REFUSED("B14", Kind.NO_NETWORK, "Nothing accepts connections there.", "host"),
  REDIRECTED("B15", Kind.SERVER, "The server sends callers elsewhere.", "address"),
  CERTIFICATE_UNTRUSTED("B16", Kind.SERVER, "The server's certificate is not trusted.", "host"),
  CERTIFICATE_EXPIRED("B17", Kind.SERVER, "The server's certificate has expired.", "host"),
  CERTIFICATE_OF_OTHER_HOST(
      "B18", Kind.SERVER, "The server's certificate names another host.", "host"),
  CLOCK_WRONG(
      "B19",
      Kind.SERVER,
      "The server's certificate is not valid yet; is this computer's clock right?",
      "host"),
  NOT_HTTPS("B20", Kind.SERVER, "The server makes no secure connection.", "host"),
  KEPT_OUT("B21", Kind.KEPT_OUT, "The host has removed this person from the stream.", ""),
  STREAM_LOCKED("B22", Kind.STREAM_LOCKED, "The host lets nobody new join.", ""),
  OTHER_COMPUTER(
      "B23", Kind.SERVER, "Another computer answers than the one of the invitation.", "host"),
  SERVER_RESTARTING("B24", Kind.SERVER, "The server restarts and will be back in a moment.", ""),
  NO_NEW_STREAMS("B25", Kind.SERVER, "The server takes no new streams at the moment.", ""),

  ROOM_LOST("V01", Kind.NO_NETWORK, "The connection to the room was lost.", "Twilio's code"),
  ROOM_TIMEOUT("V02", Kind.NO_NETWORK, "The room did not answer in time.", ""),
  ROOM_TOKEN_REFUSED("V03", Kind.FORBIDDEN, "The room refused the access token.", "Twilio's code"),
  ROOM_NOT_FOUND("V04", Kind.STREAM_NOT_FOUND, "The room does not exist (53106).", ""),
  ROOM_REFUSED("V05", Kind.SERVER, "The room refused the connection.", "Twilio's code"),
  ROOM_COMPLETED("V06", Kind.STREAM_NOT_FOUND, "The room has ended (53118).", ""),
  ROOM_JOINED_ELSEWHERE(
      "V07", Kind.NAME_TAKEN, "The same person joined from elsewhere (53205).", ""),
  REMOVED_FROM_ROOM("V08", Kind.FORBIDDEN, "The host removed this person from the room.", ""),
  ROOM_LEFT("V09", Kind.SERVER, "The room was left before it was entered.", ""),
  ROOM_FAILED("V10", Kind.MEDIA, "The sound of the room could not be set up.", ""),
  ROOM_SOUND_BLOCKED(
      "V11",
      Kind.NO_NETWORK,
      "The room answers, but no sound gets through: is UDP blocked?",
      "UDP address"),
  ROOM_SILENT("V12", Kind.NO_NETWORK, "The room has stopped answering.", ""),

  PLAYER_UNREACHABLE("P01", Kind.NO_NETWORK, "The player's server does not answer.", ""),
  PLAYER_TIMEOUT("P02", Kind.NO_NETWORK, "The player received no sound in time.", ""),
  PLAYER_TOKEN_REFUSED(
      "P03", Kind.FORBIDDEN, "The player's access token was refused.", "HTTP status"),
  PLAYER_REFUSED("P04", Kind.SERVER, "The player was refused.", "HTTP status"),
  PLAYER_FAILED("P05", Kind.MEDIA, "The player could not be set up.", ""),
  PLAYBACK_NOT_OFFERED("P06", Kind.MEDIA, "The backend offers no playback by WHEP.", ""),
  PLAYER_SOUND_BLOCKED(
      "P07",
      Kind.NO_NETWORK,
      "The player's server answers, but no sound gets through: is UDP blocked?",
      "UDP address"),
  PLAYER_SILENT(
      "P08", Kind.NO_NETWORK, "The player's server has stopped sending, silence included.", "");

  private final String code;
  private final Kind kind;
  private final String meaning;
  private final String detail;

  ErrorCode(String code, Kind kind, String meaning, String detail) {
    this.code = code;
    this.kind = kind;
    this.meaning = meaning;
    this.detail = detail;
  }

  /** Returns the code itself: a letter and two digits. */
  public String code() {
    return code;
  }

  /** Returns the kind of problem, which decides on the text and on the way out. */
  public Kind kind() {
    return kind;
  }

  /** Returns an English sentence that explains the code. */
  public String meaning() {
    return meaning;
  }

  /** Returns the name of the detail that may follow the code; empty if none does. */
  public String detail() {
    return detail;
  }
}

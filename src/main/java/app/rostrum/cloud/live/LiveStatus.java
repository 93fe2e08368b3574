package app.rostrum.cloud.live;

import java.util.Locale;

/** The status of a player streamer or media processor, in Twilio's terms. */
public enum LiveStatus {
  /** Waiting for a media processor. */
  CREATED,
  STARTED,
  ENDED;

  /** Returns the name in the REST API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

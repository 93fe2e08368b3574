package app.rostrum.cloud.live;

import java.util.Locale;

/** The reason why a player streamer or media processor has ended, in Twilio's terms. */
public enum EndedReason {
  ENDED_VIA_API,
  MAX_DURATION_EXCEEDED,
  /** The media processor of this player streamer has ended. */
  STREAM_DISCONNECTED_BY_SOURCE,
  /** The room of this media processor has ended. */
  ERROR_STREAMING_MEDIA;

  /** Returns the name in the REST API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

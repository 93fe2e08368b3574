package app.rostrum.cloud.live;

import java.util.Locale;

/** Why a player streamer or media processor is over, in Twilio's words. */
public enum EndedReason {
  ENDED_VIA_API,
  MAX_DURATION_EXCEEDED,
  /** A player streamer whose media processor has ended. */
  STREAM_DISCONNECTED_BY_SOURCE,
  /** A media processor whose room is gone. */
  ERROR_STREAMING_MEDIA;

  /** As it is written in the REST API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package app.rostrum.wire.rtp;

/**
 * The ids that a section's a=extmap lines give to the header extensions that are known here; 0 for
 * one that was not negotiated.
 *
 * @param audioLevel of {@link #AUDIO_LEVEL_URI}, 0 to 14
 * @param csrcLevels of {@link #CSRC_LEVELS_URI}, 0 to 14
 * @param mid of {@link #MID_URI}, 0 to 14
 */
public record RtpExtensions(int audioLevel, int csrcLevels, int mid) {
  /** RFC 6464: the level of the sound in the packet. */
  public static final String AUDIO_LEVEL_URI = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  /** RFC 6465: the level of each contributing source of a mix. */
  public static final String CSRC_LEVELS_URI = "urn:ietf:params:rtp-hdrext:csrc-audio-level";

  /** RFC 9143: the section that a packet belongs to. */
  public static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** No extension was negotiated. */
  public static final RtpExtensions NONE = new RtpExtensions(0, 0, 0);
}

package app.rostrum.cloud.live;

import java.net.URI;
import java.time.Instant;

/**
 * The grant that an access token needs to play a streamer.
 *
 * @param playbackUrl the address for HLS players; not served yet
 * @param whepUrl the address for WHEP players, with low latency; our extension
 */
public record PlaybackGrant(
    String playerStreamerSid, URI playbackUrl, URI whepUrl, Instant created) {}

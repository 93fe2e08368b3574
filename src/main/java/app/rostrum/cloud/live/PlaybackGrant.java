package app.rostrum.cloud.live;

import java.net.URI;
import java.time.Instant;

/**
 * What a player needs to play a streamer; goes into an access token.
 *
 * @param playbackUrl an HLS address, for players that know nothing else; not served yet
 * @param whepUrl our extension: where the stream is heard without delay
 */
public record PlaybackGrant(
    String playerStreamerSid, URI playbackUrl, URI whepUrl, Instant created) {}

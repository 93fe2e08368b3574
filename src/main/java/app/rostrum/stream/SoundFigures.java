package app.rostrum.stream;

import app.rostrum.media.MediaRoute;
import java.time.Duration;
import java.util.Optional;

/**
 * The way of the sound from the server to this person, as it was last measured.
 *
 * @param roundTrip the time to the server and back, if it is known
 * @param lossRatio the share of packets lost on the way here lately, 0 to 1
 * @param playoutDelay the mean time that sound waits here before it is played
 * @param route by what it comes; empty if that is not known
 */
public record SoundFigures(
    Optional<Duration> roundTrip,
    double lossRatio,
    Duration playoutDelay,
    Optional<MediaRoute> route) {}

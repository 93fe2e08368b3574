package app.rostrum.cloud.live;

import java.time.Duration;

/**
 * Statistics of the live part of the cloud since it started.
 *
 * @param listeners connected now
 * @param framesMixed of all mixes
 * @param framesLate handed on more than 10 ms after they were due
 * @param ticksSkipped frames left out because a mix fell behind or failed; listeners see them as
 *     lost
 * @param packetsSent to listeners
 * @param packetsDropped not sent because a sending thread fell behind; listeners see them as lost
 * @param latenessMedian between a frame's due time and its last packet's leaving
 * @param latenessP99 the same, 99th percentile; both within a tenth of the true value
 */
public record LiveStatistics(
    int listeners,
    long framesMixed,
    long framesLate,
    long ticksSkipped,
    long packetsSent,
    long packetsDropped,
    Duration latenessMedian,
    Duration latenessP99) {}

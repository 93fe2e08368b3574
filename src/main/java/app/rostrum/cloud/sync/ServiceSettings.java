package app.rostrum.cloud.sync;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the backend sets on a Sync service.
 *
 * @param webhookUrl where reachability events go
 * @param reachabilityDebouncingWindow how long an identity may be gone before it counts as
 *     disconnected, 1 to 30 s; used if debouncing is enabled
 * @param webhooksFromRestEnabled kept and shown; changes of objects are not posted
 */
public record ServiceSettings(
    String friendlyName,
    @Nullable URI webhookUrl,
    boolean webhooksFromRestEnabled,
    boolean aclEnabled,
    boolean reachabilityWebhooksEnabled,
    boolean reachabilityDebouncingEnabled,
    Duration reachabilityDebouncingWindow) {
  /** Twilio's defaults. */
  public static final ServiceSettings DEFAULTS =
      new ServiceSettings("", null, false, false, false, false, Duration.ofSeconds(5));
}

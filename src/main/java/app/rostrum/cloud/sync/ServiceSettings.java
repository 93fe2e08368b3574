package app.rostrum.cloud.sync;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Sync service.
 *
 * @param webhookUrl the address that reachability events are posted to
 * @param webhooksFromRestEnabled stored and shown; changes of objects are not posted
 * @param aclEnabled whether permissions count
 * @param clientsMayCreate whether clients may create objects, as on Twilio; our addition
 * @param reachabilityDebouncingWindow the time that an identity may be gone before it counts as
 *     disconnected, 1 to 30 s; used if debouncing is enabled
 */
public record ServiceSettings(
    String friendlyName,
    @Nullable URI webhookUrl,
    boolean webhooksFromRestEnabled,
    boolean aclEnabled,
    boolean clientsMayCreate,
    boolean reachabilityWebhooksEnabled,
    boolean reachabilityDebouncingEnabled,
    Duration reachabilityDebouncingWindow) {
  /** Twilio's defaults. */
  public static final ServiceSettings DEFAULTS =
      new ServiceSettings("", null, false, false, true, false, false, Duration.ofSeconds(5));

  ServiceSettings named(String name) {
    return new ServiceSettings(
        name,
        webhookUrl,
        webhooksFromRestEnabled,
        aclEnabled,
        clientsMayCreate,
        reachabilityWebhooksEnabled,
        reachabilityDebouncingEnabled,
        reachabilityDebouncingWindow);
  }

  ServiceSettings withAccessControl() {
    return new ServiceSettings(
        friendlyName,
        webhookUrl,
        webhooksFromRestEnabled,
        true,
        clientsMayCreate,
        reachabilityWebhooksEnabled,
        reachabilityDebouncingEnabled,
        reachabilityDebouncingWindow);
  }
}

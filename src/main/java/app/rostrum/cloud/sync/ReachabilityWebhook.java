package app.rostrum.cloud.sync;

import app.rostrum.cloud.Webhooks;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.function.Consumer;

/** Posts changes of reachability to a service's webhook, if the settings ask for it. */
record ReachabilityWebhook(ServiceContext context, Webhooks webhooks)
    implements Consumer<Reachability.Presence> {
  @Override
  public void accept(Reachability.Presence presence) {
    ServiceSettings settings = context.settings();
    URI url = settings.webhookUrl();
    if (!settings.reachabilityWebhooksEnabled() || url == null) {
      return;
    }
    var form = new LinkedHashMap<String, String>();
    form.put("AccountSid", context.accountSid());
    form.put("ServiceSid", context.serviceSid());
    form.put("EventType", presence.connected() ? "endpoint_connected" : "endpoint_disconnected");
    form.put("Identity", presence.identity());
    form.put("EndpointId", presence.endpointId());
    webhooks.post(context.serviceSid(), url, form);
  }
}

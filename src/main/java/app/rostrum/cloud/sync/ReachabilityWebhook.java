package app.rostrum.cloud.sync;

import app.rostrum.cloud.Webhooks;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts changes of reachability to a service's webhook, if the settings ask for it. */
record ReachabilityWebhook(ServiceContext context, Webhooks webhooks) {
  /** Prepares the call in the transaction of the change, as {@link Webhooks#prepare} does. */
  Runnable prepare(Connection c, Reachability.Presence presence) throws SQLException {
    ServiceSettings settings = context.settings();
    URI url = settings.webhookUrl();
    return !settings.reachabilityWebhooksEnabled() || url == null
        ? () -> {}
        : webhooks.prepare(c, context.serviceSid(), url, form(presence));
  }

  /** Posts the call without storing it. */
  void post(Reachability.Presence presence) {
    ServiceSettings settings = context.settings();
    URI url = settings.webhookUrl();
    if (settings.reachabilityWebhooksEnabled() && url != null) {
      webhooks.post(context.serviceSid(), url, form(presence));
    }
  }

  private Map<String, String> form(Reachability.Presence presence) {
    var form = new LinkedHashMap<String, String>();
    form.put("AccountSid", context.accountSid());
    form.put("ServiceSid", context.serviceSid());
    form.put("EventType", presence.connected() ? "endpoint_connected" : "endpoint_disconnected");
    form.put("Identity", presence.identity());
    form.put("EndpointId", presence.endpointId());
    return form;
  }
}

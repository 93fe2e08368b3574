package app.rostrum.host;

import app.rostrum.cloud.Webhooks;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reports each event of the cloud before passing it on. */
record ReportedWebhooks(Webhooks webhooks, BiConsumer<String, Map<String, ?>> events)
    implements Webhooks {
  @Override
  public void post(String key, URI target, Map<String, String> form) {
    report(form);
    webhooks.post(key, target, form);
  }

  @Override
  public Runnable prepare(Connection c, String key, URI target, Map<String, String> form)
      throws SQLException {
    Runnable call = webhooks.prepare(c, key, target, form);
    return () -> {
      report(form);
      call.run();
    };
  }

  private void report(Map<String, String> form) {
    String name = form.getOrDefault("StatusCallbackEvent", form.getOrDefault("EventType", ""));
    if (!name.isEmpty()) {
      var fields = new LinkedHashMap<String, String>();
      put(fields, "stream", form.get("RoomName"));
      put(fields, "room_sid", form.get("RoomSid"));
      put(fields, "identity", form.getOrDefault("ParticipantIdentity", form.get("Identity")));
      events.accept(name.replace('_', '-'), fields);
    }
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}

package app.rostrum.wire.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.twilsock.JsonFields;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class SyncNotificationFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void whatParsesReencodesToTheSame(byte[] data) throws SyncFormatException {
    Optional<JsonObject> json = JsonFields.parseObject(new String(data, StandardCharsets.UTF_8));
    if (json.isEmpty()) {
      return;
    }
    SyncNotification notification;
    try {
      notification = SyncNotification.parse(json.get());
    } catch (SyncFormatException refused) {
      return;
    }
    for (SyncEvent event : notification.events()) {
      String text = SyncNotification.encode(event);
      byte[] payload =
          SyncNotification.version4(event.type(), List.of(text), notification.correlationId());
      SyncNotification again =
          SyncNotification.parse(
              JsonFields.parseObject(new String(payload, StandardCharsets.UTF_8)).orElseThrow());
      assertThat(again.correlationId()).isEqualTo(notification.correlationId());
      assertThat(SyncNotification.encode(again.events().getFirst())).isEqualTo(text);
    }
  }
}

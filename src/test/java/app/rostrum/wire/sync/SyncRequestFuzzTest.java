package app.rostrum.wire.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.twilsock.JsonFields;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Fuzzes requests and the answers that clients read: paths, subscriptions, descriptors, pages. */
@Tag("fuzz")
class SyncRequestFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedRefusalEscapes(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      SyncPath path = SyncPath.parse(text, Map.of("From", text));
      for (String segment : path.segments()) {
        assertThat(SyncPath.decode(SyncPath.encode(segment))).isEqualTo(segment);
      }
    } catch (SyncFormatException refused) {
      // As documented.
    }
    Optional<JsonObject> json = JsonFields.parseObject(text);
    if (json.isEmpty()) {
      return;
    }
    try {
      SubscriptionRequest request = SubscriptionRequest.parse(json.get());
      assertThat(SubscriptionRequest.parse(request.toJson()).correlationId())
          .isEqualTo(request.correlationId());
    } catch (SyncFormatException refused) {
      // As documented.
    }
    try {
      ObjectDescriptor.parse(json.get());
    } catch (SyncFormatException refused) {
      // As documented.
    }
    ItemPage.parse(json.get());
  }
}

package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.twilsock.FakeSocket;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Requests of every making by somebody who has authenticated. */
@Tag("fuzz")
class TwilsockSessionFuzzTest {
  private static final SyncCloud CLOUD = cloud();
  private static final String SERVICE = CLOUD.services.create(ServiceSettings.DEFAULTS).sid();

  private static SyncCloud cloud() {
    try {
      return SyncCloud.inMemory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void prepare() {
    HostedService service = CLOUD.services.service(SERVICE);
    if (service.lists().isEmpty()) {
      service.createList(Caller.BACKEND, "l", null).append(Caller.BACKEND, new JsonObject(), null);
    }
    if (service.maps().isEmpty()) {
      service.createMap(Caller.BACKEND, "m", null);
    }
    if (service.streams().isEmpty()) {
      service.createStream(Caller.BACKEND, "s", null);
    }
    if (service.documents().isEmpty()) {
      service.createDocument(Caller.BACKEND, "d", new JsonObject(), null);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void noRequestBreaksTheConnection(byte[] data) {
    String[] words = new String(data, StandardCharsets.UTF_8).split("\n", 3);
    if (words.length < 3) {
      return;
    }
    prepare();
    var socket = new FakeSocket(CLOUD.endpoint);
    socket.init(SyncCloud.token("ann", SERVICE));
    int status =
        socket
            .http(words[0], words[1], words[2], Map.of("From", words[1]), SyncProduct.NAME)
            .httpStatus();
    // Whatever it was, it was carried out or refused for a reason; 500 would be our own fault.
    assertThat(status).isBetween(200, 499);
    assertThat(socket.isClosed()).isFalse();
    socket.leave();
  }
}

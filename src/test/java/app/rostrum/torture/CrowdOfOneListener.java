package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamCredentials;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Offers of one listener that never connect, at the player. */
final class CrowdOfOneListener implements Attack {
  private static final String OFFER =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0
      a=fingerprint:sha-256 %s
      a=ice-ufrag:abcd
      a=ice-pwd:abcdefghijklmnopqrstuvwx
      a=setup:actpass
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 0.0.0.0
      a=mid:0
      a=rtcp-mux
      a=recvonly
      a=rtpmap:111 opus/48000/2
      """
          .formatted("AB:".repeat(31) + "AB");

  @Override
  public String name() {
    return "sessions of one listener";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    StreamCredentials greedy = server.backend().joinAsViewer("Greedy", AttackedServer.STREAM, null);
    Request request =
        new Request.Builder()
            .url(greedy.whep().orElseThrow().toString())
            .header("Authorization", "Bearer " + greedy.token())
            .post(RequestBody.create(OFFER, MediaType.get("application/sdp")))
            .build();
    int times = server.times(500, 5000);
    int taken = 0;
    for (int i = 0; i < times; i++) {
      try (Response response = server.http().newCall(request).execute()) {
        assertThat(response.code()).isIn(201, 503);
        taken += response.code() == 201 ? 1 : 0;
      }
    }
    assertThat(taken).as("offers taken").isPositive();
    server.letNewcomersIn();
    return times + " offered, " + taken + " taken";
  }
}

package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MsidTest {
  private static final String SDP =
      String.join(
          "\r\n",
          "v=0",
          "a=msid-semantic: WMS -",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "a=mid:0",
          "a=sendrecv",
          "a=msid:- first",
          "a=ssrc:7 cname:x",
          "a=ssrc:7 msid:- first",
          "m=video 9 UDP/TLS/RTP/SAVPF 96",
          "a=mid:1",
          "a=sendrecv",
          "a=msid:- picture",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "a=mid:2",
          "a=recvonly",
          "a=msid:- stale",
          "m=audio 0 UDP/TLS/RTP/SAVPF 111",
          "a=mid:3",
          "a=msid:- rejected",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "a=mid:4",
          "a=sendonly",
          "a=msid:stream last",
          "");

  @Test
  void readsTheTracksThatAreSentByMid() {
    assertThat(Msid.sending(SDP)).isEqualTo(Map.of("0", "first", "4", "last"));
  }

  @Test
  void writesTrackIdsAndNothingElse() {
    String rewritten = Msid.rewrite(SDP, Map.of("0", "second")::get);
    assertThat(rewritten).isEqualTo(SDP.replace("- first", "- second"));
    assertThat(Msid.rewrite(SDP, mid -> null)).isEqualTo(SDP);
  }

  @Test
  void readsNothingFromNonsense() {
    assertThat(Msid.sending("")).isEmpty();
    assertThat(Msid.sending("m=audio\r\na=mid:\r\na=msid:\r\n")).isEmpty();
    assertThat(Msid.sending("a=mid:0\na=msid:- x\n")).isEmpty();
  }
}

package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;

/** Sequences of ICE checks, DTLS records and anything else at one port: it goes on answering. */
@Tag("fuzz")
class MediaPortFuzzTest {
  private static final int MAX_STEPS = 30;
  private static final int LIMIT_MILLIS = 10_000;

  /** A sender who knows the name and key with which checks are made. */
  private record Sender(DatagramSocket socket, String name, byte[] key) {
    void send(byte[] datagram) throws IOException {
      socket.send(new DatagramPacket(datagram, datagram.length));
    }

    /** Returns a check with the right name and key, which the fuzzer may have spoilt. */
    byte[] check(FuzzedDataProvider in) {
      var attributes = new ArrayList<StunAttribute>();
      attributes.add(
          new StunAttribute.Username(in.consumeBoolean() ? name : in.consumeAsciiString(9)));
      if (in.consumeBoolean()) {
        attributes.add(new StunAttribute.IceControlling(in.consumeLong()));
      }
      if (in.consumeBoolean()) {
        attributes.add(new StunAttribute.UseCandidate());
      }
      if (in.consumeBoolean()) {
        attributes.add(new StunAttribute.Priority(in.consumeInt(0, Integer.MAX_VALUE)));
      }
      if (in.consumeBoolean()) {
        attributes.add(new StunAttribute.Other(in.consumeInt(0x7000, 0x8FFF), in.consumeBytes(8)));
      }
      var kind = in.pickValue(StunMessage.Kind.values());
      return new StunMessage(kind, new byte[12], attributes).write(key);
    }

    /** Returns whether the port still answers a good check. */
    boolean isAnswered() throws IOException {
      byte[] id = "last-request".getBytes(StandardCharsets.US_ASCII);
      send(
          new StunMessage(
                  StunMessage.Kind.REQUEST,
                  id,
                  List.of(
                      new StunAttribute.Username(name),
                      new StunAttribute.Priority(1),
                      new StunAttribute.IceControlling(1)))
              .write(key));
      var packet = new DatagramPacket(new byte[2048], 2048);
      do {
        socket.receive(packet);
      } while (!new String(packet.getData(), 8, 12, StandardCharsets.US_ASCII)
          .equals("last-request"));
      return true;
    }
  }

  private static String attribute(String description, String name) {
    Matcher found = Pattern.compile("a=" + name + ":(\\S+)").matcher(description);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @FuzzTest(maxDuration = "30s")
  void thePortAnswersAfterwards(FuzzedDataProvider in) throws Exception {
    try (End client = new End(RtcPeer.IceRole.FULL);
        End server = new End(RtcPeer.IceRole.LITE);
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.port.answerStrangers();
      client.peer.addAudio(Direction.SENDRECV, "voice");
      socket.connect(InetAddress.getLoopbackAddress(), server.port.port());
      socket.setSoTimeout(LIMIT_MILLIS);
      String offer = client.peer.createOffer();
      String answer = server.peer.answer(offer);
      var sender =
          new Sender(
              socket,
              attribute(answer, "ice-ufrag") + ":" + attribute(offer, "ice-ufrag"),
              attribute(answer, "ice-pwd").getBytes(StandardCharsets.UTF_8));
      for (int step = 0; step < MAX_STEPS && in.remainingBytes() > 0; step++) {
        byte[] datagram =
            in.consumeBoolean() ? sender.check(in) : in.consumeBytes(in.consumeInt(1, 200));
        sender.send(datagram);
      }
      assertThat(sender.isAnswered()).isTrue();
    }
  }
}

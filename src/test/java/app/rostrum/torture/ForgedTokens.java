package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.testing.StreamDoors;
import app.rostrum.testing.StreamDoors.Door;
import java.util.List;

/** Forgeries of true access tokens at all doors of a stream, to act for its host. */
final class ForgedTokens implements Attack {
  @Override
  public String name() {
    return "forged access tokens";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    String stream = AttackedServer.STREAM;
    StreamCredentials mallory = server.backend().joinAsViewer("Mallory", stream, null);
    String speaker = server.backend().joinAsSpeaker("Trudy", stream, null).token();
    var doors = new StreamDoors(server.http(), server.backend(), stream, mallory);
    List<String> secrets = List.of("secret", server.passcode(), mallory.roomSid());
    int tried = 0;
    for (String token : List.of(speaker, mallory.token()).subList(0, server.times(1, 2))) {
      for (String forged : ForgedToken.of(token, "Hanna", secrets)) {
        assertThat(doors.opened("Hanna", forged)).as("opened by " + forged).isEmpty();
        tried += Door.values().length;
      }
    }
    server.letNewcomersIn();
    return tried + " refused at " + Door.values().length + " doors";
  }
}

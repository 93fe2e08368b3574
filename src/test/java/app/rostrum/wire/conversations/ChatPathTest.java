package app.rostrum.wire.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.conversations.ChatPath.Resource;
import app.rostrum.wire.sync.SyncFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatPathTest {
  private static void reads(String path, Resource resource, String service, String... names)
      throws SyncFormatException {
    assertThat(ChatPath.parse(path)).contains(new ChatPath(resource, service, List.of(names)));
    assertThat(ChatPath.parse(path).orElseThrow().encode()).isEqualTo(path);
  }

  @Test
  void knowsTheAddressesOfConversations() throws SyncFormatException {
    String service = "/Client/v2/Services/IS1";
    reads("/Client/v2/Configuration", Resource.CONFIGURATION, "");
    reads(service + "/Users/US1/Conversations", Resource.MY_CONVERSATIONS, "IS1", "US1");
    reads(
        service + "/Users/US1/Conversations/room%201%2F%C3%BC%3F",
        Resource.MY_CONVERSATION,
        "IS1",
        "US1",
        "room 1/ü?");
    reads(service + "/Users/ann%40home", Resource.USER, "IS1", "ann@home");
    reads(service + "/Conversations", Resource.CONVERSATIONS, "IS1");
    reads(service + "/Conversations/CH1", Resource.CONVERSATION, "IS1", "CH1");
    reads(service + "/Conversations/CH1/Messages", Resource.MESSAGES, "IS1", "CH1");
    reads(service + "/Conversations/CH1/Messages/IM1", Resource.MESSAGE, "IS1", "CH1", "IM1");
    reads(service + "/Conversations/CH1/Participants", Resource.PARTICIPANTS, "IS1", "CH1");
    reads(
        service + "/Conversations/CH1/Participants/MB1", Resource.PARTICIPANT, "IS1", "CH1", "MB1");
    reads("/v1/Instances/IS1/Typing", Resource.TYPING, "IS1");
  }

  @Test
  void ignoresOtherPaths() throws SyncFormatException {
    for (String path :
        List.of(
            "",
            "/",
            "/v3/Maps/Client/v2/Configuration",
            "/Client/v2",
            "/Client/v3/Conversations",
            "/Client/" + "x".repeat(8184),
            "/Client/v2/Services/IS1/Conversations/CH1/Messages/IM1/Receipts",
            "/v1/registrations")) {
      assertThat(ChatPath.parse(path)).as(path).isEmpty();
    }
  }

  @Test
  void refusesInvalidNames() {
    for (String path :
        List.of(
            "/Client/v2/Services//Conversations",
            "/Client/v2/Services/IS1/Conversations/",
            "/Client/v2/Services/IS1/Conversations/%zz",
            "/Client/v2/Services/IS1/Conversations/%ff",
            "/Client/" + "x".repeat(8185))) {
      assertThatThrownBy(() -> ChatPath.parse(path)).isInstanceOf(SyncFormatException.class);
    }
  }
}

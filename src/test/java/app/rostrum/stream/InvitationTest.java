package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {
  private static final JsonObject INVITED = document("{\"speaker_invite\":true}");
  private static final JsonObject NOT_INVITED = document("{\"speaker_invite\":false}");
  private final Invitation invitation = new Invitation();

  private static JsonObject document(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  @Test
  void anAnsweredInvitationIsNotFoundAgainInTheSameDocument() {
    invitation.found(INVITED);
    assertThat(invitation.pending()).isTrue();
    invitation.answered();
    invitation.found(INVITED);
    assertThat(invitation.pending()).isFalse();
  }

  @Test
  void aDocumentThatWasResetMeanwhileInvitesAnew() {
    invitation.found(INVITED);
    invitation.answered();
    invitation.found(NOT_INVITED);
    assertThat(invitation.pending()).isFalse();
    invitation.found(INVITED);
    assertThat(invitation.pending()).isTrue();
  }

  @Test
  void everyChangeToInvitedIsAnInvitation() {
    invitation.changed(INVITED);
    invitation.answered();
    invitation.changed(INVITED);
    assertThat(invitation.pending()).isTrue();
    invitation.answered();
    invitation.found(INVITED);
    assertThat(invitation.pending()).as("the one that was answered").isFalse();
  }

  @Test
  void aResetDoesNotWithdrawAnInvitation() {
    invitation.changed(INVITED);
    invitation.changed(NOT_INVITED);
    invitation.found(NOT_INVITED);
    assertThat(invitation.pending()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"speaker_invite\":\"true\"}",
        "{\"speaker_invite\":1}",
        "{\"speaker_invite\":null}",
        "{\"speaker_invite\":[true]}",
      })
  void anythingButTrueIsNoInvitation(String json) {
    invitation.found(document(json));
    invitation.changed(document(json));
    assertThat(invitation.pending()).isFalse();
  }
}

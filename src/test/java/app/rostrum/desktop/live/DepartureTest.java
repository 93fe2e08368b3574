package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.StreamProblem;
import java.util.HashSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DepartureTest {
  private static final String STREAM = "Coffee";
  private final Texts texts = Texts.in(Locale.ENGLISH);

  @Test
  void eachReasonHasItsOwnText() {
    var words = new HashSet<String>();
    words.add(words(new LeaveReason.EndedByHost()));
    words.add(words(new LeaveReason.Replaced()));
    words.add(words(new LeaveReason.Expired()));
    for (ErrorCode error : ErrorCode.values()) {
      if (!namesAnAddress(error)) {
        words.add(words(new LeaveReason.Failed(StreamProblem.of(error))));
      }
    }
    // Sound that is blocked, a server that restarts, and one that takes no new streams.
    int ofTheirOwn = 3;
    assertThat(words)
        .hasSize(3 + StreamProblem.Kind.values().length + ofTheirOwn)
        .doesNotContain("");
  }

  @Test
  void eachFaultOfTheNetworkHasItsOwnTextWithTheAddress() {
    var words = new HashSet<String>();
    for (ErrorCode error : ErrorCode.values()) {
      if (namesAnAddress(error)) {
        var problem = new StreamProblem(error, "live.example", "");
        assertThat(words.add(words(new LeaveReason.Failed(problem)))).as(error.name()).isTrue();
      }
    }
    assertThat(words)
        .hasSizeGreaterThanOrEqualTo(9)
        .allMatch(text -> text.contains("live.example"));
  }

  private static boolean namesAnAddress(ErrorCode error) {
    return error.detail().equals("host") || error.detail().equals("address");
  }

  private String words(LeaveReason reason) {
    return switch (Departure.of(reason, STREAM, false, texts)) {
      case Departure.ToLobby lobby -> lobby.notice();
      case Departure.ToPasscode passcode -> passcode.reason();
      case Departure.TryAgain failure -> failure.explanation();
    };
  }

  @Test
  void aPersonWhoChoseToLeaveIsShownNoReason() {
    assertThat(Departure.of(new LeaveReason.Chosen(), STREAM, false, texts))
        .isEqualTo(new Departure.ToLobby(""));
  }

  @Test
  void theHostIsNotThankedForListening() {
    assertThat(Departure.of(new LeaveReason.EndedByHost(), STREAM, true, texts))
        .isEqualTo(new Departure.ToLobby("“Coffee” has ended for everyone."));
  }

  @Test
  void anExpiredPasscodeLeadsToTheFirstScreen() {
    assertThat(Departure.of(new LeaveReason.Expired(), STREAM, false, texts))
        .isInstanceOf(Departure.ToPasscode.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"ROOM_LOST", "ROOM_REFUSED", "ROOM_FAILED"})
  void whatMayPassCanBeTriedAgainAndHasACode(ErrorCode error) {
    Departure where =
        Departure.of(
            new LeaveReason.Failed(new StreamProblem(error, "53405", "")), STREAM, false, texts);
    assertThat(where).isInstanceOf(Departure.TryAgain.class);
    assertThat(((Departure.TryAgain) where).code()).isEqualTo(error.code() + " 53405");
  }
}

package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.sdk.video.DisconnectReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamProblemTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "PASSCODE, passcode expired, why, PASSCODE",
        "PASSCODE, passcode incorrect, why, PASSCODE",
        "REFUSED, error creating room, Room exists, STREAM_NAME_TAKEN",
        "REFUSED, error creating room, something else, SERVER",
        "REFUSED, error finding room, Room not found, STREAM_NOT_FOUND",
        "REFUSED, error creating speakers map, why, SERVER",
        "FORBIDDEN, stage by invitation, why, STAGE_CLOSED",
        "FORBIDDEN, identity in use, why, NAME_TAKEN",
        "FORBIDDEN, only the host, why, FORBIDDEN",
        "UNREACHABLE, no answer, why, NO_NETWORK",
        "SERVER_ERROR, status 502, why, SERVER",
        "WRONG_ADDRESS, status 404, why, SERVER",
        "TOO_MANY_ATTEMPTS, wait, why, SERVER",
        "INVALID, missing user_identity, why, SERVER",
      })
  void theBackendsPhrasesHaveAMeaningForPeople(
      BackendException.Kind kind, String message, String explanation, StreamProblem.Kind expected) {
    var problem = StreamProblem.of(new BackendException(kind, message, explanation, null));
    assertThat(problem).isEqualTo(new StreamProblem(expected, message, explanation));
  }

  @Test
  void aRefusalWithoutWordsStillHasACode() {
    var problem =
        StreamProblem.of(new BackendException(BackendException.Kind.SERVER_ERROR, "", "", null));
    assertThat(problem.code()).isEqualTo("server_error");
  }

  @Test
  void roomsHaveTheirCodes() {
    assertThat(StreamProblem.ofRoom(new DisconnectReason.Refused(53106, "no such room")))
        .isEqualTo(
            new StreamProblem(StreamProblem.Kind.STREAM_NOT_FOUND, "video 53106", "no such room"));
    assertThat(StreamProblem.ofRoom(new IllegalStateException("broken")).kind())
        .isEqualTo(StreamProblem.Kind.MEDIA);
  }
}

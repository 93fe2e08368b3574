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
        "PASSCODE, passcode expired, why, PASSCODE_REFUSED",
        "PASSCODE, passcode incorrect, why, PASSCODE_REFUSED",
        "REFUSED, error creating room, Room exists, STREAM_NAME_IN_USE",
        "REFUSED, error creating room, something else, BACKEND_STEP_FAILED",
        "REFUSED, error finding room, Room not found, STREAM_NOT_FOUND",
        "REFUSED, error creating speakers map, why, BACKEND_STEP_FAILED",
        "FORBIDDEN, stage by invitation, why, STAGE_BY_INVITATION",
        "FORBIDDEN, identity in use, why, NAME_IN_USE",
        "FORBIDDEN, only the host, why, FORBIDDEN",
        "UNREACHABLE, no answer, why, BACKEND_UNREACHABLE",
        "NO_ANSWER, no answer in time, why, BACKEND_UNREACHABLE",
        "NAME_NOT_FOUND, name not found, why, NAME_NOT_FOUND",
        "CONNECTION_REFUSED, connection refused, why, CONNECTION_REFUSED",
        "REDIRECTED, redirected elsewhere, why, REDIRECTED",
        "CERTIFICATE_UNTRUSTED, certificate not trusted, why, CERTIFICATE_UNTRUSTED",
        "CERTIFICATE_EXPIRED, certificate expired, why, CERTIFICATE_EXPIRED",
        "CERTIFICATE_OF_OTHER_HOST, certificate of another host, why, CERTIFICATE_OF_OTHER_HOST",
        "CLOCK_WRONG, certificate not valid yet, why, CLOCK_WRONG",
        "NOT_HTTPS, no secure connection, why, NOT_HTTPS",
        "SERVER_ERROR, status 502, why, BACKEND_FAILED",
        "WRONG_ADDRESS, status 404, why, NO_BACKEND",
        "TOO_MANY_ATTEMPTS, wait, why, TOO_MANY_ATTEMPTS",
        "INVALID, missing user_identity, why, REQUEST_REFUSED",
      })
  void theBackendsPhrasesHaveCodes(
      BackendException.Kind kind, String message, String explanation, ErrorCode expected) {
    var problem = StreamProblem.of(new BackendException(kind, message, explanation, null));
    assertThat(problem.error()).isEqualTo(expected);
    assertThat(problem.explanation()).isEqualTo(explanation);
  }

  @Test
  void theFailedStepFollowsTheCode() {
    var problem =
        StreamProblem.of(
            new BackendException(
                BackendException.Kind.REFUSED, "error creating speakers map", "", null));
    assertThat(problem.code()).isEqualTo("B11 error creating speakers map");
  }

  @Test
  void aRefusalWithoutWordsStillHasACode() {
    var problem =
        StreamProblem.of(new BackendException(BackendException.Kind.SERVER_ERROR, "", "", null));
    assertThat(problem.code()).isEqualTo("B12");
  }

  @Test
  void roomsHaveTheirCodes() {
    assertThat(StreamProblem.ofRoom(new DisconnectReason.Refused(53106, "no such room")))
        .isEqualTo(new StreamProblem(ErrorCode.ROOM_NOT_FOUND, "", "no such room"));
    assertThat(StreamProblem.ofRoom(new DisconnectReason.ConnectionLost(53001, "lost")).code())
        .isEqualTo("V01 53001");
    assertThat(StreamProblem.ofRoom(new IllegalStateException("broken")).kind())
        .isEqualTo(StreamProblem.Kind.MEDIA);
  }
}

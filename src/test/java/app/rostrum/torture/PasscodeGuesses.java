package app.rostrum.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Wrong passcodes from many addresses. */
final class PasscodeGuesses implements Attack {
  private static final int OF_ONE_ADDRESS = 3;

  @Override
  public String name() {
    return "guessed passcodes";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    String mia = server.backend().joinAsViewer("Mia", AttackedServer.STREAM, null).token();
    int times = server.times(300, 3000);
    int held = 0;
    for (int i = 0; i < times; i++) {
      int status = post(server, wrong(server.passcode(), i), i / OF_ONE_ADDRESS, null);
      assertThat(status).isIn(401, 429);
      held += status == 429 ? 1 : 0;
    }
    assertThat(held).as("guesses held back").isGreaterThan(times / 2);
    // People of the stream are let in from where others have guessed, too.
    assertThat(post(server, server.passcode(), 0, mia)).isEqualTo(200);
    server.letNewcomersIn();
    return times + " from " + times / OF_ONE_ADDRESS + " addresses, " + held + " held back";
  }

  private static String wrong(String passcode, int number) {
    char[] digits = passcode.toCharArray();
    int place = number % digits.length;
    digits[place] = (char) ('0' + (digits[place] - '0' + 1 + number % 9) % 10);
    return new String(digits);
  }

  private static int post(
      AttackedServer server, String passcode, int address, @Nullable String token)
      throws IOException {
    var request =
        new Request.Builder()
            .url(server.resolve("/verify-passcode").toString())
            .header("Authorization", passcode)
            .header("X-Forwarded-For", "198.19." + address / 256 + "." + address % 256)
            .post(RequestBody.create(new byte[0]));
    if (token != null) {
      request.header("X-Twilio-Access-Token", token);
    }
    try (Response response = server.http().newCall(request.build()).execute()) {
      return response.code();
    }
  }
}

package app.rostrum.desktop.live;

import app.rostrum.about.Version;
import app.rostrum.stream.ErrorCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * The details of a failure for a report: program, system, time, code and what the code means. They
 * hold no name, passcode or link, because nothing that a person or a server has written goes in,
 * except an address without its query.
 */
final class FailureDetails {
  private static final int LONGEST = 100;

  private FailureDetails() {}

  /**
   * @param code as a person quotes it, for example "V01 53405"; may be empty
   */
  static String of(String code, Instant at) {
    String number = code.split(" ", 2)[0];
    String detail = code.substring(number.length()).strip().replaceAll("[?#].*", "");
    String meaning =
        Arrays.stream(ErrorCode.values())
            .filter(error -> error.code().equals(number))
            .map(ErrorCode::meaning)
            .findFirst()
            .orElse("The stream could not be entered.");
    String shortened = detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail;
    return String.join(
        "\n",
        "Rostrum " + Version.current(),
        "Java " + System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        at.truncatedTo(ChronoUnit.SECONDS).toString(),
        (number + " " + shortened).strip(),
        meaning);
  }
}

package app.rostrum.doctor;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The outcome of a try to reach a port. */
enum Reached {
  YES("answers"),
  /** Another protocol than the one expected. */
  OTHER("something else answers"),
  REFUSED("nothing listens"),
  SILENT("no answer"),
  /** The fault is here: usually there is no IPv6. */
  NO_WAY("no way there from this computer");

  private final String words;

  Reached(String words) {
    this.words = words;
  }

  /** Returns whether all were reached, except those to which this computer has no way. */
  static boolean all(Map<InetAddress, Reached> reached) {
    return reached.containsValue(YES)
        && reached.values().stream().allMatch(r -> r == YES || r == NO_WAY);
  }

  static String describe(Map<InetAddress, Reached> reached) {
    return reached.entrySet().stream()
        .map(each -> each.getKey().getHostAddress() + ": " + each.getValue().words)
        .collect(Collectors.joining(", "));
  }

  static Reached of(IOException failure) {
    String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return switch (failure) {
      case SocketTimeoutException late -> SILENT;
      case NoRouteToHostException nowhere -> NO_WAY;
      case SocketException cut when words.contains("unreachable") -> NO_WAY;
      case ConnectException refused when words.contains("refused") -> REFUSED;
      default -> OTHER;
    };
  }
}

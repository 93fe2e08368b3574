package app.rostrum.globalkeys;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an X server, as the variable DISPLAY has it: {@code [host]:number[.screen]}.
 *
 * @param host empty for this machine's socket
 */
record X11Address(String host, int number) {
  private static final Pattern FORM = Pattern.compile("([^:/]*):(\\d{1,4})(?:\\.\\d{1,2})?");
  private static final int FIRST_PORT = 6000;

  /** Reads an address; empty if it has another form. */
  static Optional<X11Address> read(String display) {
    Matcher form = FORM.matcher(display);
    return form.matches()
        ? Optional.of(
            new X11Address(
                form.group(1).equals("unix") ? "" : form.group(1), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  SocketAddress socket() {
    return host.isEmpty()
        ? UnixDomainSocketAddress.of("/tmp/.X11-unix/X" + number)
        : new InetSocketAddress(host, FIRST_PORT + number);
  }
}

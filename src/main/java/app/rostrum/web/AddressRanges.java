package app.rostrum.web;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** IP addresses and networks in CIDR notation, for example {@code 10.1.0.0/16}. */
public final class AddressRanges implements Predicate<InetAddress> {
  // Anything else would be looked up as a name, or be a notation of Jetty's own.
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9.]+(/\\d+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/\\d+)?");

  public static final AddressRanges NONE = new AddressRanges(List.of());

  /** This machine, as seen by itself. */
  public static final AddressRanges LOOPBACK = new AddressRanges(List.of("127.0.0.0/8", "::1"));

  private final InetAddressSet ranges = new InetAddressSet();

  /**
   * @throws IllegalArgumentException if a text is no address and no network, or has bits beyond its
   *     prefix
   */
  public AddressRanges(Collection<String> texts) {
    for (String text : texts) {
      if (!isNumeric(text)) {
        throw new IllegalArgumentException("not an address or a network: " + text);
      }
      ranges.add(text);
    }
  }

  /** Returns whether a text is meant as an address or a network rather than a name. */
  public static boolean isNumeric(String text) {
    return NUMERIC.matcher(text).matches();
  }

  @Override
  public boolean test(InetAddress address) {
    return ranges.test(address);
  }
}

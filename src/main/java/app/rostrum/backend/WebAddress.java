package app.rostrum.backend;

import java.lang.Character.UnicodeScript;
import java.net.URI;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Web addresses (http or https) as people write them. Host names may have an underscore, for which
 * {@link URI#getHost()} is null, or letters beyond ASCII, which become punycode (UTS #46).
 */
public final class WebAddress {
  private static final int MAX_LENGTH = 2048;

  /** Leaves out user names, which could pass for a host, and escapes, which could hide it. */
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?i)https?://(?<authority>[^\\s/?#\\\\@%\\p{Cntrl}\\p{Cf}]+)(?:[/?#][^\\\\\\s\\p{Cntrl}]*)?");

  private static final Set<UnicodeScript> OF_ALL =
      EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);

  /** Scripts that names in Chinese, Japanese and Korean mix with Latin. */
  private static final Set<UnicodeScript> EAST_ASIAN =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.LATIN);

  private WebAddress() {}

  /** Reads an address; empty if it is none, has a user name or looks like another's. */
  public static Optional<URI> parse(String text) {
    return read(text).map(HttpUrl::uri);
  }

  /** Reads the address of a backend; query, fragment and slashes at the end are dropped. */
  public static Optional<URI> parseBase(String text) {
    return read(text)
        .map(url -> url.newBuilder().query(null).fragment(null).build().uri().toString())
        .map(url -> URI.create(url.replaceAll("/+$", "")));
  }

  /** Returns the host of an address, where {@link URI#getHost()} may be null. */
  public static String host(URI address) {
    return read(address.toString()).map(HttpUrl::host).orElse("");
  }

  private static Optional<HttpUrl> read(String text) {
    String address = text.strip();
    Matcher shape = SHAPE.matcher(address);
    return address.length() <= MAX_LENGTH
            && shape.matches()
            && !mixesScripts(shape.group("authority"))
        ? Optional.ofNullable(HttpUrl.parse(address))
        : Optional.empty();
  }

  /** Tells whether a part of a host name mixes scripts, as imitations of other names do. */
  private static boolean mixesScripts(String host) {
    for (String label : host.split("[.\\u3002\\uff0e\\uff61]")) {
      var scripts = EnumSet.noneOf(UnicodeScript.class);
      label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
      scripts.removeAll(OF_ALL);
      if (scripts.size() > 1 && !EAST_ASIAN.containsAll(scripts)) {
        return true;
      }
    }
    return false;
  }
}

package app.rostrum.backend;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An invitation link: {@code rostrum://join?url=…&fingerprint=…&passcode=…&stream=…}, or the page
 * {@code …/join#passcode=…&stream=…} of a backend, whose fragment browsers tell to nobody. Older
 * pages have a query in place of the fragment; a reference deployment prints its own address with
 * {@code ?passcode=…}.
 *
 * @param address the backend's address; empty if only the passcode is known
 * @param fingerprint the only computer to accept at that address, which is an https one then; empty
 *     for those that an authority vouches for
 * @param streamName the stream to enter at once
 * @param page whether it is a page of the backend, which has an https address then
 */
public record InvitationLink(
    Optional<URI> address,
    Optional<Fingerprint> fingerprint,
    Passcode passcode,
    Optional<String> streamName,
    boolean page) {
  /** The path of invitation pages, below the backend's address. */
  public static final String PAGE = "/join";

  private static final int MAX_LENGTH = 4096;
  private static final int MAX_NAME = 128;
  private static final int MOST_LINES = 8;
  private static final String SCHEME = "rostrum";

  /** Marks that programs put around pasted text; joiners inside emoji are not among them. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\u200b\\u200e\\u200f\\u061c\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff\\u00ad]");

  /** The start of a link that is not the parameter of another one. */
  private static final Pattern START = Pattern.compile("(?i)(?<!=)(?:rostrum|https?)://");

  /** A link up to a character that none contains; its closing bracket is one of them. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?i)(?:rostrum://join/?|(?<page>https?://[^?#<>\"|\\s]*))"
              + "(?:\\?(?<query>[^#<>\"|]*))?(?:#(?<fragment>[^<>\"|]*))?");

  private static final Pattern DIGITS =
      Pattern.compile("\\p{Nd}[\\p{Nd}\\h\\p{Pd}\\u2212\\p{Cf}]*");
  private static final Pattern FIRST_WORD = Pattern.compile("[\\p{Nd}\\p{Pd}]+");

  /** The end of a line, with the indentation or the mark of a quotation at the next one's start. */
  private static final Pattern LINE_END = Pattern.compile("[ \\t]*\\R[ \\t>]*");

  /** A line as long as those that mail breaks, and a next one that can be the rest of a link. */
  private static final Pattern WRAPPED = Pattern.compile("\\S{60,80}");

  private static final Pattern CONTINUATION = Pattern.compile("(?=\\S*[%&=+\\d])[#\\w%&=+.~*-]+");

  /** The beginning of a link of any scheme (RFC 3986, section 3.1). */
  private static final Pattern ANY_SCHEME =
      Pattern.compile("(?i)(?!(?:rostrum|https?):)[a-z][a-z0-9+.-]*:\\S");

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern ENCODED_WORD =
      Pattern.compile("\\S*(?:%[0-9A-Fa-f]{2}|\\+)\\S*(?=\\s)");

  /** The punctuation of a sentence that goes on after the link or ends with it. */
  private static final Pattern SENTENCE_END = Pattern.compile("[.,;:!?)\\]}'*…’”“»«]+(?:\\s.*)?$");

  /**
   * @throws IllegalArgumentException if a computer is expected at an address without TLS, where
   *     nobody could tell who answers
   */
  public InvitationLink {
    if (fingerprint.isPresent() && !isSecure(address)) {
      throw new IllegalArgumentException("a fingerprint needs an https address");
    }
    if (page && (fingerprint.isPresent() || !isSecure(address))) {
      throw new IllegalArgumentException("a page needs an https address that browsers accept");
    }
  }

  /** Creates a link that opens the app. */
  public InvitationLink(
      Optional<URI> address,
      Optional<Fingerprint> fingerprint,
      Passcode passcode,
      Optional<String> streamName) {
    this(address, fingerprint, passcode, streamName, false);
  }

  /** Creates a link to a backend that an authority vouches for, or that is on this machine. */
  public InvitationLink(Optional<URI> address, Passcode passcode, Optional<String> streamName) {
    this(address, Optional.empty(), passcode, streamName);
  }

  private static boolean isSecure(Optional<URI> address) {
    return address.filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  /**
   * Reads a link or a bare passcode as a person pastes it, with words and punctuation around it;
   * empty if there is neither, or a link that cannot be used.
   */
  public static Optional<InvitationLink> parse(String pasted) {
    if (pasted.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String text = INVISIBLE.matcher(pasted).replaceAll("").strip().replace("&amp;", "&");
    List<Integer> starts = START.matcher(text).results().map(MatchResult::start).toList();
    if (starts.isEmpty()) {
      return text.contains("?") ? Optional.empty() : bare(text);
    }
    for (int i = 0; i < starts.size(); i++) {
      int end = i + 1 < starts.size() ? starts.get(i + 1) : text.length();
      boolean bracketed = starts.get(i) > 0 && text.charAt(starts.get(i) - 1) == '<';
      Optional<InvitationLink> link = broken(text.substring(starts.get(i), end), bracketed);
      if (link.isPresent()) {
        return link;
      }
    }
    return Optional.empty();
  }

  /**
   * Reads the link with which the program was opened, which may come from any web page: empty also
   * if it has control characters, or is a link of another scheme with an invitation in it.
   */
  public static Optional<InvitationLink> parseOpened(String link) {
    return CONTROL.matcher(link).find() || ANY_SCHEME.matcher(link.strip()).lookingAt()
        ? Optional.empty()
        : parse(link);
  }

  /** Reads a passcode alone, or the only run of digits that can be one. */
  private static Optional<InvitationLink> bare(String text) {
    List<Passcode> found =
        DIGITS
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .map(Passcode::parse)
            .flatMap(Optional::stream)
            .toList();
    return Passcode.parse(text)
        .or(() -> found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty())
        .map(passcode -> new InvitationLink(Optional.empty(), passcode, Optional.empty()));
  }

  /** Reads a link that mail may have broken over several lines. */
  private static Optional<InvitationLink> broken(String text, boolean bracketed) {
    List<String> lines = LINE_END.splitAsStream(text).limit(MOST_LINES).toList();
    var link = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      link.append(lines.get(i));
      boolean goesOn =
          i + 1 < lines.size()
              && (bracketed && link.indexOf(">") < 0
                  || WRAPPED.matcher(lines.get(i)).matches()
                      && CONTINUATION.matcher(lines.get(i + 1)).matches());
      Optional<InvitationLink> read = goesOn ? Optional.empty() : read(link.toString());
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  private static Optional<InvitationLink> read(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.lookingAt()) {
      return Optional.empty();
    }
    String raw = Objects.requireNonNullElse(parts.group("query"), "");
    if (parts.group("page") != null
        && parts.group("fragment") != null
        && !query(raw).containsKey("passcode")) {
      return readPage(parts.group("page"), query(parts.group("fragment")));
    }
    Map<String, String> query = query(raw);
    Optional<Passcode> passcode =
        Optional.ofNullable(query.get("passcode")).flatMap(InvitationLink::leadingPasscode);
    String page = parts.group("page");
    // A page is served by the backend itself, unless the link names another address.
    Optional<URI> address =
        Optional.ofNullable(query.get("url"))
            .or(() -> Optional.ofNullable(page))
            .flatMap(WebAddress::parseBase);
    boolean named = query.containsKey("url") || page != null;
    boolean pinned = query.containsKey("fingerprint");
    Optional<Fingerprint> fingerprint =
        Optional.ofNullable(query.get("fingerprint")).flatMap(Fingerprint::parse);
    if (passcode.isEmpty()
        || (named && address.isEmpty())
        // A fingerprint that cannot be checked must not be passed over.
        || (pinned && (fingerprint.isEmpty() || !isSecure(address)))
        || (page != null && WebAddress.parseBase(page).isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new InvitationLink(address, fingerprint, passcode.get(), stream(query)));
  }

  /**
   * Reads a page of a backend. Its own address is the backend's, whatever else the fragment says,
   * because it is what people see of the link.
   */
  private static Optional<InvitationLink> readPage(String page, Map<String, String> fragment) {
    String path = page.replaceFirst("/+$", "");
    Optional<URI> address =
        WebAddress.parseBase(
            path.endsWith(PAGE) ? path.substring(0, path.length() - PAGE.length()) : path);
    Optional<Passcode> passcode =
        Optional.ofNullable(fragment.get("passcode")).flatMap(InvitationLink::leadingPasscode);
    return passcode.isEmpty() || address.isEmpty() || fragment.containsKey("fingerprint")
        ? Optional.empty()
        : Optional.of(
            new InvitationLink(
                address, Optional.empty(), passcode.get(), stream(fragment), isSecure(address)));
  }

  private static Optional<String> stream(Map<String, String> fields) {
    return Optional.ofNullable(fields.get("stream"))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(InvitationLink::bounded);
  }

  /** Reads the passcode with which a text begins: its first word, or digits in groups. */
  private static Optional<Passcode> leadingPasscode(String text) {
    Matcher word = FIRST_WORD.matcher(text);
    Matcher groups = DIGITS.matcher(text);
    return (word.lookingAt() ? Passcode.parse(word.group()) : Optional.<Passcode>empty())
        .or(() -> groups.lookingAt() ? Passcode.parse(groups.group()) : Optional.empty());
  }

  /** Returns the same invitation to another stream; to none in particular if there is none. */
  public InvitationLink to(Optional<String> stream) {
    return new InvitationLink(address, fingerprint, passcode, stream, page);
  }

  /**
   * Returns the same invitation as a page of the backend, for one that serves them; this one if
   * browsers would not accept the backend's address.
   */
  public InvitationLink asPage() {
    return fingerprint.isPresent() || !isSecure(address)
        ? this
        : new InvitationLink(address, fingerprint, passcode, streamName, true);
  }

  /** Returns the link as people pass it on; it contains the passcode. */
  public String format() {
    return page ? formatPage(address.orElseThrow()) : formatForApp();
  }

  private String formatPage(URI base) {
    return base
        + PAGE
        + "#passcode="
        + passcode.digits()
        + streamName.map(name -> "&stream=" + encode(name)).orElse("");
  }

  private String formatForApp() {
    var link = new StringBuilder(SCHEME + "://join?");
    address.ifPresent(url -> link.append("url=").append(encode(url.toString())).append('&'));
    fingerprint.ifPresent(print -> link.append("fingerprint=").append(print.text()).append('&'));
    link.append("passcode=").append(passcode.digits());
    streamName.ifPresent(name -> link.append("&stream=").append(encode(name)));
    return link.toString();
  }

  /**
   * Returns a stream's name to show. One that no stream can have stays so: it is one character too
   * long, or has a sign in place of each control character.
   */
  private static String bounded(String name) {
    String printable = CONTROL.matcher(name).replaceAll("\uFFFD");
    return printable.codePointCount(0, printable.length()) <= MAX_NAME
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, MAX_NAME)) + "…";
  }

  private static Map<String, String> query(String raw) {
    var fields = new HashMap<String, String>();
    String[] pairs = raw.split("&");
    for (int i = 0; i < pairs.length; i++) {
      String pair = i + 1 < pairs.length ? pairs[i] : withoutProse(pairs[i]);
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(
            decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
            decode(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  /** Strips the rest of the sentence in which a link stands. */
  private static String withoutProse(String end) {
    Matcher encoded = ENCODED_WORD.matcher(end);
    String link = encoded.lookingAt() ? encoded.group() : end;
    return SENTENCE_END.matcher(link.strip()).replaceFirst("");
  }

  private static String decode(String text) {
    return URLDecoder.decode(LONE_PERCENT.matcher(text).replaceAll("%25"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
    // The end of a link must not look like the end of a sentence.
    return encoded.replace("+", "%20").replace("*", "%2A").replaceFirst("\\.$", "%2E");
  }

  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "InvitationLink[" + address.map(URI::toString).orElse("") + "]";
  }
}

package app.rostrum.wire.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 8866) as WebRTC uses it (RFC 9429). Lines other than {@code o=},
 * {@code m=} and {@code a=} carry nothing for WebRTC: they are skipped when read, and written with
 * their usual values.
 *
 * @param sessionId of the {@code o=} line
 * @param version of the {@code o=} line
 * @param attributes of the session
 */
public record SessionDescription(
    long sessionId, long version, List<Attribute> attributes, List<MediaDescription> media) {
  /** The longest text that is read, in characters. */
  public static final int MAX_LENGTH = 512 * 1024;

  private static final int MAX_LINE = 8192;
  private static final int MAX_MEDIA = 512;

  public SessionDescription {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /**
   * Reads a description with CRLF or LF line ends, with or without a byte order mark.
   *
   * @throws SdpException if it is malformed or too large
   */
  public static SessionDescription parse(String text) throws SdpException {
    if (text.length() > MAX_LENGTH) {
      throw new SdpException("too long");
    }
    long sessionId = 0;
    long version = 0;
    List<Attribute> session = new ArrayList<>();
    List<MediaDescription> media = new ArrayList<>();
    List<Attribute> current = session;
    String[] mediaLine = {};
    boolean first = true;
    String lines = text.startsWith("\uFEFF") ? text.substring(1) : text;
    for (String raw : lines.split("\n", -1)) {
      String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
      if (line.isEmpty()) {
        continue;
      }
      if (line.length() > MAX_LINE || line.length() < 2 || line.charAt(1) != '=') {
        throw new SdpException("bad line");
      }
      if (first && !line.equals("v=0")) {
        throw new SdpException("does not start with v=0");
      }
      first = false;
      String value = line.substring(2);
      switch (line.charAt(0)) {
        case 'o' -> {
          String[] words = value.split(" ", -1);
          if (words.length != 6) {
            throw new SdpException("bad origin");
          }
          sessionId = Numbers.parse(words[1], 0, Long.MAX_VALUE);
          version = Numbers.parse(words[2], 0, Long.MAX_VALUE);
        }
        case 'm' -> {
          if (mediaLine.length > 0) {
            media.add(media(mediaLine, current));
          }
          if (media.size() >= MAX_MEDIA) {
            throw new SdpException("too many sections");
          }
          mediaLine = value.split(" ", -1);
          if (mediaLine.length < 4) {
            throw new SdpException("bad media line");
          }
          current = new ArrayList<>();
        }
        case 'a' -> {
          int colon = value.indexOf(':');
          current.add(
              colon < 0
                  ? Attribute.flag(value)
                  : new Attribute(value.substring(0, colon), value.substring(colon + 1)));
        }
        default -> {
          // v, s, t, c, b…: WebRTC does not use them.
        }
      }
    }
    if (first) {
      throw new SdpException("empty");
    }
    if (mediaLine.length > 0) {
      media.add(media(mediaLine, current));
    }
    return new SessionDescription(sessionId, version, session, media);
  }

  private static MediaDescription media(String[] words, List<Attribute> attributes)
      throws SdpException {
    return new MediaDescription(
        words[0],
        (int) Numbers.parse(words[1].split("/", 2)[0], 0, 65535),
        words[2],
        Arrays.asList(words).subList(3, words.length),
        attributes);
  }

  /** Returns the value of the first session attribute with this name. */
  public Optional<String> attribute(String name) {
    return Attributes.first(attributes, name);
  }

  /** Returns an attribute of a section, or the session's if the section does not have its own. */
  public Optional<String> attribute(MediaDescription section, String name) {
    return section.attribute(name).or(() -> attribute(name));
  }

  /** Returns the mids of the first BUNDLE group in order; empty if there is none (RFC 9143). */
  public List<String> bundle() {
    return attributes.stream()
        .filter(a -> a.name().equals("group") && a.value().startsWith("BUNDLE"))
        .findFirst()
        .map(
            a -> Arrays.stream(a.value().split(" ", -1)).skip(1).filter(m -> !m.isEmpty()).toList())
        .orElse(List.of());
  }

  /** Returns the description as text with CRLF line ends. */
  public String write() {
    StringBuilder out = new StringBuilder(2048);
    out.append("v=0\r\no=- ").append(sessionId).append(' ').append(version);
    out.append(" IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");
    attributes.forEach(a -> out.append(a).append("\r\n"));
    for (MediaDescription section : media) {
      out.append("m=").append(section.kind()).append(' ').append(section.port());
      out.append(' ').append(section.protocol());
      section.formats().forEach(f -> out.append(' ').append(f));
      out.append("\r\nc=IN IP4 0.0.0.0\r\n");
      section.attributes().forEach(a -> out.append(a).append("\r\n"));
    }
    return out.toString();
  }
}

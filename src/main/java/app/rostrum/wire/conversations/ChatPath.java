package app.rostrum.wire.conversations;

import app.rostrum.wire.sync.SyncFormatException;
import app.rostrum.wire.sync.SyncPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address of a Conversations command: the resource, its service, and the decoded names in the
 * path, in order.
 *
 * @param serviceSid empty for {@link Resource#CONFIGURATION}, which has none
 */
public record ChatPath(Resource resource, String serviceSid, List<String> names) {
  private static final int MAX_LENGTH = 8192;

  /** A kind of resource, with its path; names are in braces. */
  public enum Resource {
    CONFIGURATION("Client/v2/Configuration"),
    MY_CONVERSATIONS("Client/v2/Services/{}/Users/{user}/Conversations"),
    MY_CONVERSATION("Client/v2/Services/{}/Users/{user}/Conversations/{conversation}"),
    USER("Client/v2/Services/{}/Users/{user}"),
    CONVERSATIONS("Client/v2/Services/{}/Conversations"),
    CONVERSATION("Client/v2/Services/{}/Conversations/{conversation}"),
    MESSAGES("Client/v2/Services/{}/Conversations/{conversation}/Messages"),
    MESSAGE("Client/v2/Services/{}/Conversations/{conversation}/Messages/{message}"),
    PARTICIPANTS("Client/v2/Services/{}/Conversations/{conversation}/Participants"),
    PARTICIPANT("Client/v2/Services/{}/Conversations/{conversation}/Participants/{participant}"),
    TYPING("v1/Instances/{}/Typing");

    private final List<String> pattern;

    Resource(String pattern) {
      this.pattern = List.of(pattern.split("/"));
    }

    private boolean matches(List<String> segments) {
      if (segments.size() != pattern.size()) {
        return false;
      }
      for (int i = 0; i < segments.size(); i++) {
        String expected = pattern.get(i);
        if (!expected.startsWith("{") && !expected.equals(segments.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads a percent-encoded path; empty if it is not one of Conversations.
   *
   * @throws SyncFormatException if it starts like one but is too long, has an empty name, or has an
   *     escape that is not UTF-8
   */
  public static Optional<ChatPath> parse(String rawPath) throws SyncFormatException {
    if (!rawPath.startsWith("/Client/") && !rawPath.startsWith("/v1/")) {
      return Optional.empty();
    }
    if (rawPath.length() > MAX_LENGTH) {
      throw new SyncFormatException("the path is too long");
    }
    var segments = new ArrayList<String>();
    for (String segment : rawPath.substring(1).split("/", -1)) {
      segments.add(SyncPath.decode(segment));
    }
    for (Resource resource : Resource.values()) {
      if (resource.matches(segments)) {
        return Optional.of(read(resource, segments));
      }
    }
    return Optional.empty();
  }

  private static ChatPath read(Resource resource, List<String> segments)
      throws SyncFormatException {
    String service = "";
    var names = new ArrayList<String>();
    for (int i = 0; i < segments.size(); i++) {
      String part = resource.pattern.get(i);
      if (!part.startsWith("{")) {
        continue;
      }
      if (segments.get(i).isEmpty()) {
        throw new SyncFormatException("a name is empty");
      }
      if (part.equals("{}")) {
        service = segments.get(i);
      } else {
        names.add(segments.get(i));
      }
    }
    return new ChatPath(resource, service, List.copyOf(names));
  }

  /** Returns the path, percent-encoded. */
  public String encode() {
    var text = new StringBuilder();
    int next = 0;
    for (String part : resource.pattern) {
      text.append('/');
      if (part.equals("{}")) {
        text.append(SyncPath.encode(serviceSid));
      } else {
        text.append(part.startsWith("{") ? SyncPath.encode(names.get(next++)) : part);
      }
    }
    return text.toString();
  }
}

package app.rostrum.sdk.player;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads Link header fields (RFC 8288). What does not follow the standard ends the field. */
final class LinkHeader {
  private static final int LONGEST = 4096;
  private static final int MOST_LINKS = 32;
  private static final int MOST_PARAMETERS = 16;

  /**
   * A link.
   *
   * @param parameters the first of each name; names are in lower case
   */
  record Link(String target, Map<String, String> parameters) {
    boolean is(String relation) {
      return List.of(parameters.getOrDefault("rel", "").split("\\s+", -1)).contains(relation);
    }

    /** Leaves out the parameters, which may be secret. */
    @Override
    public String toString() {
      return "Link[" + target + "]";
    }
  }

  private final String field;
  private int at;

  private LinkHeader(String field) {
    this.field = field;
  }

  /**
   * Returns the first links of a response.
   *
   * @param fields the values of all its Link fields
   */
  static List<Link> links(List<String> fields) {
    var links = new ArrayList<Link>();
    for (String field : fields) {
      if (field.length() <= LONGEST) {
        new LinkHeader(field).read(links);
      }
    }
    return links;
  }

  /** Returns the target of the first link with a relation. */
  static Optional<String> target(List<String> fields, String relation) {
    return links(fields).stream().filter(l -> l.is(relation)).map(Link::target).findFirst();
  }

  private void read(List<Link> links) {
    do {
      Link link = link();
      if (link == null || links.size() == MOST_LINKS) {
        return;
      }
      links.add(link);
    } while (take(','));
  }

  private @Nullable Link link() {
    int end = field.indexOf('>', at);
    if (!take('<') || end < at) {
      return null;
    }
    String target = field.substring(at, end);
    at = end + 1;
    var parameters = new HashMap<String, String>();
    while (take(';')) {
      String name = token().toLowerCase(Locale.ROOT);
      String value = take('=') ? value() : "";
      if (name.isEmpty() || value == null || parameters.size() == MOST_PARAMETERS) {
        return null;
      }
      parameters.putIfAbsent(name, value);
    }
    return new Link(target, parameters);
  }

  /** Takes a character with the spaces before it, if it is the next one. */
  private boolean take(char wanted) {
    skipSpaces();
    boolean found = at < field.length() && field.charAt(at) == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  private void skipSpaces() {
    while (at < field.length() && (field.charAt(at) == ' ' || field.charAt(at) == '\t')) {
      at++;
    }
  }

  private String token() {
    skipSpaces();
    int start = at;
    while (at < field.length() && " \t;,=\"<>".indexOf(field.charAt(at)) < 0) {
      at++;
    }
    return field.substring(start, at);
  }

  /** Returns a value, without its quotes and escapes if it has some; null if it does not end. */
  private @Nullable String value() {
    if (!take('"')) {
      return token();
    }
    var value = new StringBuilder();
    while (at < field.length()) {
      char next = field.charAt(at++);
      if (next == '"') {
        return value.toString();
      }
      if (next == '\\' && at < field.length()) {
        next = field.charAt(at++);
      }
      value.append(next);
    }
    return null;
  }
}

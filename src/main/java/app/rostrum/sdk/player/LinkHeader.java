package app.rostrum.sdk.player;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Link header fields (RFC 8288). */
final class LinkHeader {
  private static final Pattern LINK =
      Pattern.compile("<([^<>]*)>((?:\\s*;\\s*[^;,\"]+(?:\"[^\"]*\")?)*)");
  private static final Pattern RELATION =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))", Pattern.CASE_INSENSITIVE);

  private LinkHeader() {}

  /**
   * Returns the target of the first link with a relation.
   *
   * @param fields the values of all Link fields of a response
   */
  static Optional<String> target(List<String> fields, String relation) {
    for (String field : fields) {
      Matcher link = LINK.matcher(field.length() > 4096 ? "" : field);
      while (link.find()) {
        Matcher rel = RELATION.matcher(link.group(2));
        if (rel.find() && has(rel.group(1) == null ? rel.group(2) : rel.group(1), relation)) {
          return Optional.of(link.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean has(String relations, String relation) {
    return List.of(relations.split("\\s+", -1)).contains(relation);
  }
}

package app.rostrum.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decodes x-www-form-urlencoded text; shared by queries and form bodies. */
public final class FormFields {
  private FormFields() {}

  /** Returns the decoded fields in order. Malformed percent escapes are kept as they are. */
  public static Map<String, List<String>> parse(@Nullable String encoded) {
    var fields = new LinkedHashMap<String, List<String>>();
    if (encoded == null || encoded.isEmpty()) {
      return fields;
    }
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text;
    }
  }
}

package app.rostrum.wire.twilsock;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request in a {@code message} frame.
 *
 * @param path percent-encoded
 * @param params the query, with percent-encoded values; of a repeated name the first value
 * @param headers as sent; of a repeated name the first value
 */
public record HttpCall(
    String host,
    String path,
    String method,
    Map<String, String> params,
    Map<String, String> headers) {

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("host", host);
    json.addProperty("path", path);
    json.addProperty("method", method);
    json.add("params", write(params));
    json.add("headers", write(headers));
    return json;
  }

  private static JsonObject write(Map<String, String> values) {
    var json = new JsonObject();
    values.forEach(json::addProperty);
    return json;
  }

  static HttpCall read(JsonObject json) {
    return new HttpCall(
        JsonFields.text(json, "host", ""),
        JsonFields.text(json, "path", ""),
        JsonFields.text(json, "method", "").toUpperCase(Locale.ROOT),
        values(JsonFields.object(json, "params")),
        values(JsonFields.object(json, "headers")));
  }

  private static Map<String, String> values(@Nullable JsonObject json) {
    var values = new LinkedHashMap<String, String>();
    if (json != null) {
      json.entrySet()
          .forEach(
              entry -> {
                JsonElement value = entry.getValue();
                if (value instanceof JsonArray array && !array.isEmpty()) {
                  value = array.get(0);
                }
                if (value.isJsonPrimitive()) {
                  values.put(entry.getKey(), value.getAsString());
                }
              });
    }
    return values;
  }

  /** Returns a header, ignoring case; null if there is none. */
  public @Nullable String header(String name) {
    for (var entry : headers.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return null;
  }
}

package app.rostrum.sdk.twilsock;

import com.google.gson.JsonObject;

/** The description of the client in the init frame: platform, SDK and product. */
final class ClientMetadata {
  private ClientMetadata() {}

  /**
   * @param type the product's type, for example sync
   */
  static JsonObject of(String type) {
    var json = new JsonObject();
    json.addProperty("ver", "1.0");
    json.addProperty("env", "Java");
    json.addProperty("envv", System.getProperty("java.version"));
    json.addProperty("os", System.getProperty("os.name"));
    json.addProperty("osv", System.getProperty("os.version"));
    json.addProperty("osa", System.getProperty("os.arch"));
    json.addProperty("type", type);
    json.addProperty("sdk", "java");
    json.addProperty("sdkv", "1.0");
    return json;
  }
}

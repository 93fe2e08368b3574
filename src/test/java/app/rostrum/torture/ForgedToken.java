package app.rostrum.torture;

import app.rostrum.testing.Jwt;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Forgeries of an access token, by somebody who has a true one. */
final class ForgedToken {
  private final String head;
  private final String claims;
  private final String signature;

  private ForgedToken(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    head = parts[0];
    claims = parts[1];
    signature = parts[2];
  }

  /**
   * Returns forgeries of a token.
   *
   * @param victim the identity to be taken over
   * @param secrets what a signature might have been made with
   */
  static List<String> of(String jwt, String victim, List<String> secrets) {
    return new ForgedToken(jwt).forgeries(victim, secrets);
  }

  private List<String> forgeries(String victim, List<String> secrets) {
    String asVictim =
        changed(claims, c -> c.getAsJsonObject("grants").addProperty("identity", victim));
    String forever = changed(claims, c -> c.addProperty("exp", 4_102_444_800L));
    String elsewhere = changed(claims, c -> c.addProperty("iss", "SK" + "0".repeat(32)));
    var forgeries = new ArrayList<String>();
    forgeries.add(join(head, asVictim, signature));
    forgeries.add(join(head, forever, signature));
    forgeries.add(join(head, elsewhere, signature));
    for (String algorithm : List.of("none", "None", "HS512", "RS256")) {
      String other = changed(head, h -> h.addProperty("alg", algorithm));
      forgeries.add(join(other, asVictim, signature));
      forgeries.add(join(other, claims, ""));
    }
    for (String secret : secrets) {
      forgeries.add(Jwt.signed(head + "." + asVictim, secret));
      forgeries.add(Jwt.signed(head + "." + elsewhere, secret));
    }
    forgeries.add(join(head, claims, ""));
    forgeries.add(join(head, claims, signature.substring(0, signature.length() - 4)));
    forgeries.add(join(head, claims, swapCase(signature)));
    forgeries.add(head + "." + claims);
    forgeries.add(join("e30", "e30", signature));
    return forgeries;
  }

  private static String join(String head, String claims, String signature) {
    return head + "." + claims + "." + signature;
  }

  private static String swapCase(String signature) {
    String upper = signature.toUpperCase(Locale.ROOT);
    return signature.equals(upper) ? signature.toLowerCase(Locale.ROOT) : upper;
  }

  private static String changed(String part, Consumer<JsonObject> change) {
    JsonObject json =
        JsonParser.parseString(
                new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
            .getAsJsonObject();
    change.accept(json);
    return Jwt.encode(json.toString());
  }
}

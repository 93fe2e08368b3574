package app.rostrum.cloud.twilsock;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.wire.token.AccessToken;
import app.rostrum.wire.twilsock.JsonFields;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies access tokens and finds the services that they open. Thread-safe. */
final class Authenticator {
  private final Map<String, TwilsockProduct> products = new LinkedHashMap<>();
  private final TokenVerifier tokens;

  /**
   * @param products at least one; the first serves clients that register for none
   */
  Authenticator(List<TwilsockProduct> products, TokenVerifier tokens) {
    products.forEach(product -> this.products.put(product.name(), product));
    this.tokens = tokens;
  }

  AccessToken verify(String jwt) throws AccessToken.TokenException {
    return tokens.verify(jwt);
  }

  /** Returns whether a token that was accepted has been withdrawn since. */
  boolean isWithdrawn(AccessToken token) {
    try {
      tokens.check(token);
      return false;
    } catch (AccessToken.TokenException e) {
      return true;
    }
  }

  /** Returns the names of those registered products that are served here. */
  Set<String> products(TwilsockMessage.Init init) {
    if (init.registrations().isEmpty()) {
      return Set.of(products.keySet().iterator().next());
    }
    var names = new LinkedHashSet<String>();
    for (JsonElement registration : init.registrations()) {
      if (registration instanceof JsonObject object) {
        String name = JsonFields.text(object, "product", "");
        if (products.containsKey(name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /**
   * Finds the service that the token names for each product.
   *
   * @param names of products that are served here
   * @throws AccessToken.TokenException if the token has no grant for one of them
   * @throws Refusal if a service does not exist
   */
  Map<String, TwilsockService> services(AccessToken token, Collection<String> names)
      throws AccessToken.TokenException {
    var services = new LinkedHashMap<String, TwilsockService>();
    for (String name : names) {
      TwilsockProduct product = products.get(name);
      if (product != null) {
        services.put(name, product.service(serviceSid(token, product)));
      }
    }
    return services;
  }

  private static String serviceSid(AccessToken token, TwilsockProduct product)
      throws AccessToken.TokenException {
    for (String grant : product.grants()) {
      Optional<String> sid = token.grantField(grant, "service_sid");
      if (sid.isPresent()) {
        return sid.get();
      }
    }
    throw new AccessToken.TokenException(
        AccessToken.Refusal.GRANTS_INVALID, "the token has no grant for " + product.name());
  }

  /** Returns the continuation tokens signed with the key that signed an access token. */
  ContinuationTokens continuationTokens(AccessToken token) {
    return new ContinuationTokens(tokens.secretOfKey().apply(token.keySid()).orElseThrow());
  }
}

package app.rostrum.server;

import app.rostrum.web.HttpRequest;
import app.rostrum.wire.token.AccessToken;
import java.util.Optional;
import java.util.Set;

/** Decides who may do what (docs/decisions/backend-authority.md). */
final class Authority {
  static final String HEADER = "X-Twilio-Access-Token";
  private static final String EXPIRED = "access token expired";
  private static final String REPLACED = "access token replaced";
  private static final String LAPSED = "admission lapsed";

  private static final Set<String> PROVES_NOTHING = Set.of(EXPIRED, REPLACED, LAPSED);

  private final BackendSettings settings;
  private final UserDocuments userDocuments;

  Authority(BackendSettings settings, UserDocuments userDocuments) {
    this.settings = settings;
    this.userDocuments = userDocuments;
  }

  /** Returns whether knowing the passcode is enough for everything, as in the reference. */
  boolean trustsPasscode() {
    return settings.trustPasscode();
  }

  /** Checks that the request carries the token of the person it acts for. */
  void requireSelf(HttpRequest request, StreamRecord stream, String identity) {
    if (!trustsPasscode() && !caller(request, stream).equals(identity)) {
      throw ApiRefusal.forbidden(
          "not that person",
          "You can do this only for yourself, and you are not " + identity + ".");
    }
  }

  void requireHost(HttpRequest request, StreamRecord stream) {
    if (!trustsPasscode() && !stream.isHost(caller(request, stream))) {
      throw ApiRefusal.forbidden("not the host", "Only the host of the stream can do this.");
    }
  }

  /**
   * Checks that the request comes from the host or a co-host.
   *
   * @return the caller; empty if the passcode is trusted and nobody knows who calls
   */
  Optional<String> requireDesk(HttpRequest request, StreamRecord stream) {
    if (trustsPasscode()) {
      return Optional.empty();
    }
    String caller = caller(request, stream);
    if (!stream.hasDesk(caller)) {
      throw ApiRefusal.forbidden(
          "not the host", "Only the host and the co-hosts of the stream can do this.");
    }
    return Optional.of(caller);
  }

  /**
   * Checks that the request comes from the person it acts for, or from the host or a co-host.
   *
   * @return the caller; empty if the passcode is trusted and nobody knows who calls
   */
  Optional<String> requireSelfOrDesk(HttpRequest request, StreamRecord stream, String identity) {
    if (trustsPasscode()) {
      return Optional.empty();
    }
    String caller = caller(request, stream);
    if (!caller.equals(identity) && !stream.hasDesk(caller)) {
      throw ApiRefusal.forbidden(
          "not the host",
          "Only the host and the co-hosts of the stream can do this for another person.");
    }
    return Optional.of(caller);
  }

  /**
   * Returns whether the request proves to come from this person. A token that has expired, or whose
   * admission has lapsed or been replaced by a newer one, proves nothing, and does not keep a
   * person who was away for hours from joining anew.
   *
   * @throws ApiRefusal if it carries a token that was never valid here
   */
  boolean proves(HttpRequest request, StreamRecord stream, String identity) {
    if (request.header(HEADER).isEmpty()) {
      return false;
    }
    try {
      return caller(request, stream).equals(identity);
    } catch (ApiRefusal refusal) {
      if (PROVES_NOTHING.contains(String.valueOf(refusal.getMessage()))) {
        return false;
      }
      throw refusal;
    }
  }

  /** Returns whether the request carries a token of any stream that is valid now. */
  boolean holdsToken(HttpRequest request) {
    try {
      return request.header(HEADER).isPresent()
          && verify(request.header(HEADER).get()).accountSid().equals(settings.accountSid());
    } catch (AccessToken.TokenException e) {
      return false;
    }
  }

  private AccessToken verify(String jwt) throws AccessToken.TokenException {
    return AccessToken.verify(
        jwt,
        key ->
            key.equals(settings.apiKeySid())
                ? Optional.of(settings.apiKeySecret())
                : Optional.empty(),
        settings.clock().instant());
  }

  private String caller(HttpRequest request, StreamRecord stream) {
    String jwt =
        request
            .header(HEADER)
            .orElseThrow(
                () ->
                    ApiRefusal.forbidden(
                        "access token missing",
                        "This needs the access token that you got when you joined the stream, in"
                            + " the header "
                            + HEADER
                            + ". A server that is started with --trust-passcode takes calls"
                            + " without it."));
    try {
      AccessToken token = verify(jwt);
      if (!token.accountSid().equals(settings.accountSid())) {
        throw refused();
      }
      if (!token
          .grantField("data_sync", "service_sid")
          .equals(Optional.of(stream.syncServiceSid()))) {
        throw ApiRefusal.forbidden(
            "access token of another stream", "Your access token belongs to another stream.");
      }
      checkAdmission(token, stream);
      return token.identity();
    } catch (AccessToken.TokenException e) {
      if (e.refusal() == AccessToken.Refusal.EXPIRED) {
        throw ApiRefusal.forbidden(
            EXPIRED, "Your access token has expired. Join the stream again.");
      }
      throw refused();
    }
  }

  /**
   * Checks that the token's admission is written down, and that nobody else has been admitted under
   * its name since. Hosts, present and former, need none.
   */
  private void checkAdmission(AccessToken token, StreamRecord stream) {
    Optional<UserDocuments.Contents> document =
        Step.get(FailedStep.FINDING_ROOM, () -> userDocuments.find(stream, token.identity()));
    if (document.isEmpty() && !stream.isNameOfHost(token.identity())) {
      throw ApiRefusal.forbidden(LAPSED, "You were away for too long. Join the stream again.");
    }
    if (token.number() < document.map(UserDocuments.Contents::admission).orElse(0L)) {
      throw ApiRefusal.forbidden(
          REPLACED,
          "Somebody else has joined as " + token.identity() + " since. Join the stream again.");
    }
  }

  private static ApiRefusal refused() {
    return ApiRefusal.forbidden(
        "access token invalid", "The access token was not issued by this backend.");
  }
}

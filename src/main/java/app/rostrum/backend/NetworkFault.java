package app.rostrum.backend;

import app.rostrum.backend.BackendException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Tells why a call was not answered by a backend: the network's own reason, with a way on. */
public final class NetworkFault {
  /** Causes may form a circle. */
  private static final int DEEPEST = 12;

  private NetworkFault() {}

  /** Returns the fault for which a call of this address was not answered. */
  public static BackendException of(IOException failure, HttpUrl asked) {
    return fault(kind(failure), server(asked), failure);
  }

  /** Returns the fault of a server that sends callers somewhere they should not follow unasked. */
  static BackendException redirected(HttpUrl target, String endpoint) {
    String page =
        target.newBuilder().username("").password("").query(null).fragment(null).build().toString();
    String suffix = "/" + endpoint;
    String base = page.endsWith(suffix) ? page.substring(0, page.length() - suffix.length()) : page;
    return fault(Kind.REDIRECTED, base.replaceAll("/+$", ""), null);
  }

  private static BackendException fault(Kind kind, String server, @Nullable Throwable cause) {
    return BackendException.ofNetwork(
        kind, phrase(kind), explain(kind).formatted(server), server, cause);
  }

  private static String server(HttpUrl asked) {
    String host = asked.host();
    return asked.port() == HttpUrl.defaultPort(asked.scheme())
        ? host
        : (host.contains(":") ? "[" + host + "]" : host) + ":" + asked.port();
  }

  /** Returns the kind of the innermost cause that is known. */
  private static Kind kind(Throwable failure) {
    Kind found = Kind.UNREACHABLE;
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      Kind kind = kindOf(cause);
      if (kind != Kind.UNREACHABLE) {
        found = kind;
      }
    }
    return found;
  }

  private static Kind kindOf(Throwable cause) {
    String words = String.valueOf(cause.getMessage());
    return switch (cause) {
      case UnknownHostException unknown -> Kind.NAME_NOT_FOUND;
      case ConnectException refused when words.contains("refused") -> Kind.CONNECTION_REFUSED;
      case ConnectException late when words.contains("timed out") -> Kind.NO_ANSWER;
      case InterruptedIOException late -> Kind.NO_ANSWER;
      case PinnedTrust.OtherComputerException other -> Kind.OTHER_COMPUTER;
      case CertificateExpiredException expired -> Kind.CERTIFICATE_EXPIRED;
      case CertificateNotYetValidException early -> Kind.CLOCK_WRONG;
      case CertPathValidatorException path when path.getReason() == BasicReason.EXPIRED ->
          Kind.CERTIFICATE_EXPIRED;
      case CertPathValidatorException path when path.getReason() == BasicReason.NOT_YET_VALID ->
          Kind.CLOCK_WRONG;
      case CertificateException untrusted -> Kind.CERTIFICATE_UNTRUSTED;
      case SSLPeerUnverifiedException other -> Kind.CERTIFICATE_OF_OTHER_HOST;
      case SSLException secure when !words.contains("closed") && !words.contains("reset") ->
          Kind.NOT_HTTPS;
      default -> Kind.UNREACHABLE;
    };
  }

  private static String phrase(Kind kind) {
    return switch (kind) {
      case NAME_NOT_FOUND -> "name not found";
      case CONNECTION_REFUSED -> "connection refused";
      case NO_ANSWER -> "no answer in time";
      case REDIRECTED -> "redirected elsewhere";
      case CERTIFICATE_UNTRUSTED -> "certificate not trusted";
      case CERTIFICATE_EXPIRED -> "certificate expired";
      case CERTIFICATE_OF_OTHER_HOST -> "certificate of another host";
      case OTHER_COMPUTER -> "certificate of another computer";
      case CLOCK_WRONG -> "certificate not valid yet";
      case NOT_HTTPS -> "no secure connection";
      default -> "backend unreachable";
    };
  }

  private static String explain(Kind kind) {
    return switch (kind) {
      case NAME_NOT_FOUND ->
          "The network knows no server named %s. Check the spelling and whether you are online.";
      case CONNECTION_REFUSED ->
          "At %s nothing accepts connections. Check the address, and ask the host whether the"
              + " server is running.";
      case NO_ANSWER ->
          "%s does not answer in time. Check the network; a firewall may be in the way.";
      case REDIRECTED ->
          "The server sends you to %s. Use that address if you trust it. If this network asks its"
              + " guests to sign in, do that first.";
      case CERTIFICATE_UNTRUSTED ->
          "The certificate of %s is not trusted, so nothing was sent. Ask the host to install one"
              + " from a public authority.";
      case CERTIFICATE_EXPIRED ->
          "The certificate of %s has expired, so nothing was sent. Check the date of this computer;"
              + " if it is right, tell the host.";
      case CERTIFICATE_OF_OTHER_HOST ->
          "The certificate presented by %s belongs to another host, so nothing was sent. Check the"
              + " spelling of the address.";
      case OTHER_COMPUTER ->
          "The computer at %s is not the one that the invitation is for, so nothing was sent. Ask"
              + " the host for a new link; if that does not help, somebody in this network may be"
              + " in between.";
      case CLOCK_WRONG ->
          "The certificate of %s is not valid yet, so nothing was sent. The clock of this computer"
              + " is probably wrong: set it and try again.";
      case NOT_HTTPS ->
          "No secure connection to %s could be made. If its address begins with http and not https,"
              + " use it as it is.";
      default -> "%s cannot be reached. Check the network and try again.";
    };
  }
}

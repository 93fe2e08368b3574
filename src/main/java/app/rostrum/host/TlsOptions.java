package app.rostrum.host;

import app.rostrum.host.tls.ServerTls;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} that say how it protects what is said to it. */
final class TlsOptions {
  private static final Logger LOG = LoggerFactory.getLogger(TlsOptions.class);

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--tls",
      paramLabel = "KIND",
      description =
          "self-signed: TLS with a certificate of its own. The invitation link has its fingerprint,"
              + " so that apps accept no other; browsers do not accept it. files: TLS with"
              + " --tls-certificate. off: plain HTTP, for a proxy that speaks TLS. Default: files"
              + " if they are given, otherwise off.")
  @Nullable String tls;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description =
          "The file with the certificates (PEM, the server's own first). It is read again when it"
              + " changes. Without --public-url the address is the certificate's name.")
  @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's key (PEM, without a passphrase). Default: the same file.")
  @Nullable Path key;

  /**
   * Returns what they say.
   *
   * @param publicUrl the address under which people reach the server, if one is given
   * @throws ParameterException whose message begins with the option that is wrong
   */
  ServerTls read(Optional<URI> publicUrl) {
    Path chain = certificate;
    if (chain == null && key != null) {
      throw wrong("--tls-key must be given with --tls-certificate");
    }
    ServerTls read =
        switch (tls == null ? (chain == null ? "off" : "files") : tls) {
          case "files" -> {
            if (chain == null) {
              throw wrong("--tls-certificate must be given with --tls files");
            }
            yield new ServerTls.FromFiles(chain, key == null ? chain : key);
          }
          case "self-signed" -> new ServerTls.SelfSigned();
          case "off" -> new ServerTls.Off();
          default -> throw wrong("--tls must be files, self-signed or off");
        };
    if (chain != null && !(read instanceof ServerTls.FromFiles)) {
      throw wrong("--tls must be files or left out with --tls-certificate");
    }
    if (!(read instanceof ServerTls.Off) && publicUrl.isPresent() && !isSecure(publicUrl)) {
      throw wrong("--public-url must be an https address of a server that speaks TLS");
    }
    return read;
  }

  /** Warns of a server that others reach without TLS. */
  static void warn(EmbeddedHost.Options options) throws UnknownHostException {
    if (!(options.tls() instanceof ServerTls.Off)
        || InetAddress.getByName(options.host()).isLoopbackAddress()) {
      return;
    }
    if (isSecure(options.publicUrl())) {
      LOG.warn(
          "port {} on {} takes HTTP without TLS, too: give people no other address than"
              + " --public-url",
          options.port(),
          options.host());
    } else {
      LOG.warn(
          "others reach this server without TLS: whoever is between them and it can read passcodes"
              + " and act for them. Use --tls-certificate, --tls self-signed or a proxy");
    }
  }

  private static boolean isSecure(Optional<URI> url) {
    return url.filter(address -> "https".equals(address.getScheme())).isPresent();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        (spec == null ? CommandSpec.create() : spec).commandLine(), message);
  }
}

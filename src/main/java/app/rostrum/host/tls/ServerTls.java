package app.rostrum.host.tls;

import java.nio.file.Path;

/** The way in which a server protects what is said to it. */
public sealed interface ServerTls {
  /** Plain HTTP: it is reached from its own machine, or a proxy speaks TLS in its place. */
  record Off() implements ServerTls {}

  /** A certificate of its own, whose fingerprint stands in the invitation. */
  record SelfSigned() implements ServerTls {}

  /**
   * A certificate that an authority has signed.
   *
   * @param certificate the file with the certificates, in PEM, the server's own first
   * @param key the file with its key, in PEM
   */
  record FromFiles(Path certificate, Path key) implements ServerTls {}
}

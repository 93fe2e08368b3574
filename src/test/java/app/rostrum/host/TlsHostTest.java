package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.InvitationLink;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.desktop.services.PasscodeSignIn;
import app.rostrum.host.tls.CertificateFiles;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.testing.Certificates;
import app.rostrum.web.AddressRanges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that speaks TLS itself. */
class TlsHostTest {
  private final OkHttpClient http = HttpClients.create();
  @TempDir Path data;

  private EmbeddedHost start(ServerTls tls, String publicUrl) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options(
            "127.0.0.1",
            0,
            data,
            Optional.of(publicUrl).filter(url -> !url.isEmpty()).map(URI::create),
            false,
            false,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            Reach.DEFAULT,
            tls,
            Optional.empty()),
        Clock.systemUTC(),
        (name, fields) -> {});
  }

  @Test
  void oneWithACertificateOfItsOwnIsReachedByItsInvitationAndNoOtherWay() throws Exception {
    Fingerprint print;
    try (EmbeddedHost host = start(new ServerTls.SelfSigned(), "")) {
      assertThat(host.url().toString()).startsWith("https://127.0.0.1:");
      InvitationLink invitation = InvitationLink.parse(host.invitation().format()).orElseThrow();
      print = invitation.fingerprint().orElseThrow();
      new HttpBackend(http, host.url(), invitation.fingerprint(), host.passcode()).verifyPasscode();
      assertThatThrownBy(() -> new HttpBackend(http, host.url(), host.passcode()).verifyPasscode())
          .as("nobody vouches for it")
          .isInstanceOf(BackendException.class);
      // Apps on this machine find it, with its key, by the passcode alone.
      Backends.open(http, "", host.passcode()).orElseThrow().verifyPasscode();
    }
    try (EmbeddedHost again = start(new ServerTls.SelfSigned(), "https://203.0.113.5:8770")) {
      assertThat(again.invitation().fingerprint()).contains(print);
      assertThat(again.invitation().address()).contains(URI.create("https://203.0.113.5:8770"));
    }
  }

  @Test
  void oneWithFilesHasTheNameOfItsCertificateAndTakesTheNextOne() throws Exception {
    Path chain = data.resolve("fullchain.pem");
    Path key = data.resolve("privkey.pem");
    Files.copy(Certificates.CHAIN, chain);
    Files.copy(Certificates.KEY, key);
    try (EmbeddedHost host = start(new ServerTls.FromFiles(chain, key), "")) {
      assertThat(host.url()).isEqualTo(URI.create("https://talk.example.org:" + host.port()));
      assertThat(host.invitation().fingerprint()).isEmpty();
      var here = Backends.open(http, "", host.passcode()).orElseThrow();
      here.verifyPasscode();

      Files.copy(Certificates.file("rsa-chain.pem"), chain, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(host::reload).isInstanceOf(IOException.class);
      assertThat(host.status()).containsKey("next_certificate");
      here.verifyPasscode(); // The pair does not fit, so the one before stays.
      Files.copy(Certificates.file("rsa-pkcs1.pem"), key, StandardCopyOption.REPLACE_EXISTING);
      host.reload();
      assertThat(host.status()).doesNotContainKey("next_certificate");
      Backends.open(HttpClients.create(), "", host.passcode()).orElseThrow().verifyPasscode();
      var local = Backends.locator().locate(host.passcode()).orElseThrow();
      assertThat(local.fingerprint())
          .contains(
              Fingerprint.of(new CertificateFiles(chain, key).read().certificate().getPublicKey()));
    }
  }

  @Test
  void whoSignsInAtANamedServerPassesOnItsPage() throws Exception {
    var authority =
        new CertificateFiles(Certificates.CHAIN, Certificates.KEY).read().chain().getLast();
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("authority", authority);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    OkHttpClient trusting =
        http.newBuilder()
            .dns(name -> List.of(InetAddress.ofLiteral("127.0.0.1")))
            .sslSocketFactory(
                tls.getSocketFactory(), (X509TrustManager) trust.getTrustManagers()[0])
            .build();
    try (EmbeddedHost host =
        start(new ServerTls.FromFiles(Certificates.CHAIN, Certificates.KEY), "")) {
      String page = "https://talk.example.org:" + host.port() + "/join#passcode=" + host.passcode();
      assertThat(host.invitation().format()).isEqualTo(page);
      var signIn = new PasscodeSignIn(() -> trusting, Backends.locator());
      for (String link : List.of(page, page.replace("/join#", "?"))) {
        assertThat(signIn.signIn(link).invitationTo("Talk").shortest())
            .isEqualTo(page + "&stream=Talk");
      }
    }
  }

  @Test
  void oneWithFilesThatCannotBeUsedDoesNotStart() {
    assertThatThrownBy(
            () -> start(new ServerTls.FromFiles(Certificates.CHAIN, Certificates.CHAIN), ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must hold one private key");
  }
}

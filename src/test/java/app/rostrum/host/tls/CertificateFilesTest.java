package app.rostrum.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.testing.Certificates;
import app.rostrum.web.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFilesTest {
  @TempDir Path folder;

  private static TlsIdentity read(Path certificate, Path key) throws IOException {
    return new CertificateFiles(certificate, key).read();
  }

  @ParameterizedTest
  @CsvSource({
    "ec-chain.pem, ec-sec1.pem",
    "ec-chain.pem, ec-pkcs8.pem",
    "rsa-chain.pem, rsa-pkcs1.pem",
    "rsa-chain.pem, rsa-pkcs8.pem"
  })
  void aChainAndItsKeyAreReadInEachFormThatToolsWrite(String certificate, String key)
      throws Exception {
    TlsIdentity identity = read(Certificates.file(certificate), Certificates.file(key));
    assertThat(identity.chain()).hasSize(2);
    assertThat(identity.certificate().getSubjectX500Principal().getName())
        .isEqualTo("CN=talk.example.org");
    identity.certificate().verify(identity.chain().getLast().getPublicKey());
  }

  @Test
  void bothMayStandInOneFileWithExplanations() throws Exception {
    Path both = folder.resolve("both.pem");
    Files.writeString(
        both,
        "Bag Attributes\r\n"
            + Files.readString(Certificates.KEY).replace("\n", "\r\n")
            + "subject=talk\n"
            + Files.readString(Certificates.CHAIN));
    assertThat(read(both, both)).isEqualTo(read(Certificates.CHAIN, Certificates.KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "ec-chain.pem, rsa-pkcs8.pem, is not the key of the first certificate",
    "rsa-chain.pem, ec-sec1.pem, is not the key of the first certificate",
    "ed-chain.pem, ed-pkcs8.pem, must be for RSA or on an elliptic curve",
    "ec-chain.pem, ec-encrypted.pem, has a passphrase",
    "ec-chain.pem, ec-chain.pem, 'must hold one private key in PEM, and holds 0'",
    "ec-sec1.pem, ec-sec1.pem, 'must hold 1 to 10 certificates in PEM, and holds 0'",
    "none.pem, ec-sec1.pem, there is no file",
    "ec-chain.pem, none.pem, there is no file"
  })
  void filesThatCannotBeUsedSayWhy(String certificate, String key, String why) {
    assertThatThrownBy(() -> read(Certificates.file(certificate), Certificates.file(key)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void brokenFilesAreRefusedAndTheirContentsAreNotTold() throws Exception {
    String chain = Files.readString(Certificates.CHAIN);
    String key = Files.readString(Certificates.file("ec-sec1.pem"));
    Path broken = folder.resolve("broken.pem");
    for (String text :
        new String[] {
          chain.replace("MII", "AAA"),
          chain.replaceFirst("M", "!"),
          "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
        }) {
      Files.writeString(broken, text);
      assertThatThrownBy(() -> read(broken, Certificates.KEY)).isInstanceOf(IOException.class);
    }
    String data = key.lines().skip(1).findFirst().orElseThrow();
    for (String text :
        new String[] {
          key.replace(data, "MHcCAQEE"), key.replace(data, ""), key.replace("M", "?")
        }) {
      Files.writeString(broken, text);
      assertThatThrownBy(() -> read(Certificates.CHAIN, broken))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(broken.toString())
          .hasMessageNotContaining(data);
    }
    Files.writeString(broken, "x".repeat(300_000));
    assertThatThrownBy(() -> read(broken, Certificates.KEY)).hasMessageContaining("too large");
  }
}

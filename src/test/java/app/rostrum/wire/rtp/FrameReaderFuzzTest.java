package app.rostrum.wire.rtp;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class FrameReaderFuzzTest {
  private static final int LONGEST = 100;

  /** Whatever comes in pieces is read as it is in one. */
  @FuzzTest(maxDuration = "30s")
  void piecesAndWholeAreReadAlike(FuzzedDataProvider in) {
    var whole = new FrameReader(LONGEST);
    var pieces = new FrameReader(LONGEST);
    var ofWhole = new ByteArrayOutputStream();
    var ofPieces = new ByteArrayOutputStream();
    int cut = in.consumeInt(1, 50);
    byte[] data = in.consumeRemainingAsBytes();
    boolean refused = refuses(whole, ByteBuffer.wrap(data), ofWhole);
    boolean refusedInPieces = false;
    for (int at = 0; at < data.length && !refusedInPieces; at += cut) {
      refusedInPieces =
          refuses(pieces, ByteBuffer.wrap(data, at, Math.min(cut, data.length - at)), ofPieces);
    }
    if (refused != refusedInPieces
        || !Arrays.equals(ofWhole.toByteArray(), ofPieces.toByteArray())) {
      throw new AssertionError("read otherwise in pieces of " + cut);
    }
  }

  private static boolean refuses(FrameReader reader, ByteBuffer bytes, ByteArrayOutputStream to) {
    try {
      reader.read(
          bytes,
          (packet, length) -> {
            if (length < 1 || length > LONGEST) {
              throw new AssertionError("a packet of " + length);
            }
            to.write(packet, 0, length);
            return true;
          });
      return false;
    } catch (RtpException e) {
      return true;
    }
  }
}

package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.media.Spectrum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
  @TempDir Path folder;

  private static short[] listen(PcmSource source, int frames) {
    short[] pcm = new short[frames * PcmSource.FRAME];
    short[] frame = new short[PcmSource.FRAME];
    for (int i = 0; i < frames; i++) {
      source.read(frame);
      System.arraycopy(frame, 0, pcm, i * frame.length, frame.length);
    }
    return pcm;
  }

  private Path sine(int rate, int channels, int bits, double seconds) throws IOException {
    int count = (int) (rate * seconds);
    int width = bits / 8;
    ByteBuffer file =
        ByteBuffer.allocate(44 + 10 + count * channels * width).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
    file.put("WAVELIST".getBytes(StandardCharsets.US_ASCII)).putInt(2).putShort((short) 7);
    file.put("fmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
    file.putShort((short) channels).putInt(rate).putInt(rate * channels * width);
    file.putShort((short) (channels * width)).putShort((short) bits);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(count * channels * width);
    for (int i = 0; i < count; i++) {
      double sample = 0.1 * Math.sin(2 * Math.PI * 440 * i / rate);
      for (int channel = 0; channel < channels; channel++) {
        switch (width) {
          case 1 -> file.put((byte) Math.round(128 + sample * 127));
          case 2 -> file.putShort((short) Math.round(sample * 32_767));
          case 3 -> {
            int value = (int) Math.round(sample * 8_388_607);
            file.putShort((short) value).put((byte) (value >> 16));
          }
          default -> file.putInt((int) Math.round(sample * 2_147_483_647.0));
        }
      }
    }
    Path path = folder.resolve("sine.wav");
    Files.write(path, file.array());
    return path;
  }

  @ParameterizedTest
  @CsvSource({"48000,1,16", "44100,2,16", "8000,1,8", "96000,2,24", "22050,1,32", "16000,1,16"})
  void playsAnyRateWidthAndNumberOfChannels(int rate, int channels, int bits) throws IOException {
    short[] heard = listen(WavSource.open(sine(rate, channels, bits, 1), true), 25);
    assertThat(Spectrum.dominantPitch(heard).orElseThrow()).isCloseTo(440, within(1.0));
    assertThat(Spectrum.levelAt(heard, 440)).isCloseTo(-20, within(0.7));
  }

  @Test
  void endsOrBeginsAgain() throws IOException {
    Path path = sine(48_000, 1, 16, 0.05);
    short[] frame = new short[PcmSource.FRAME];
    PcmSource once = WavSource.open(path, false);
    assertThat(once.read(frame)).isTrue();
    assertThat(once.read(frame)).isTrue();
    assertThat(once.read(frame)).isTrue();
    assertThat(once.read(frame)).isFalse();
    assertThat(frame).containsOnly(0);
    PcmSource again = WavSource.open(path, true);
    for (int i = 0; i < 10; i++) {
      assertThat(again.read(frame)).isTrue();
    }
  }

  @Test
  void refusesFilesThatAreNotWav() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello, this is not a sound at all");
    assertThatThrownBy(() -> WavSource.open(text, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a WAV");
    Path cut = folder.resolve("cut.wav");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(sine(8_000, 1, 16, 1)), 30));
    assertThatThrownBy(() -> WavSource.open(cut, false)).isInstanceOf(IOException.class);
  }

  /** Returns a tone of a second with bytes put before its data chunk, whose length is set. */
  private byte[] tone(byte[] before, int dataLength) throws IOException {
    byte[] plain = Files.readAllBytes(sine(8_000, 1, 16, 1));
    int data = plain.length - 16_000 - 8;
    return ByteBuffer.allocate(plain.length + before.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(plain, 0, data)
        .put(before)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(dataLength)
        .put(plain, data + 8, 16_000)
        .array();
  }

  private WavFile read(byte[] file) throws IOException {
    return WavFile.read(Files.write(folder.resolve("case.wav"), file));
  }

  private static byte[] chunk(String tag, byte... content) {
    return ByteBuffer.allocate(8 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(tag.getBytes(StandardCharsets.US_ASCII))
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
  void whatAKilledRecorderLeavesPlaysUntilItsEnd(int length) throws IOException {
    byte[] file = tone(new byte[0], length);
    if (length == 0) {
      ByteBuffer.wrap(file).putInt(4, 0);
    }
    assertThat(read(file).samples()).hasSize(8_000);
    short[] heard = listen(WavSource.open(folder.resolve("case.wav"), false), 25);
    assertThat(Spectrum.dominantPitch(heard).orElseThrow()).isCloseTo(440, within(1.0));
  }

  @Test
  void aFileWithoutAnySoundIsRefusedWithWords() throws IOException {
    byte[] empty = Arrays.copyOf(tone(new byte[0], 0), 54);
    byte[] tags = chunk("LIST", "INFOx".getBytes(StandardCharsets.US_ASCII));
    for (byte[] file :
        List.of(
            empty,
            joined(empty, tags),
            joined(empty, tags, new byte[1], chunk("id3 ")),
            joined(empty, new byte[1]),
            Arrays.copyOf(empty, 46),
            Arrays.copyOf(joined(Arrays.copyOf(empty, 46), chunk("LIST", new byte[99])), 70),
            joined(Arrays.copyOf(empty, 46), tags))) {
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(IOException.class)
          .hasMessage(folder.resolve("case.wav") + " has no sound in it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0"})
  void aChunkOfOddLengthIsPassedWithAndWithoutItsPadding(String padding) throws IOException {
    byte[] tags = chunk("LIST", "INFOx".getBytes(StandardCharsets.US_ASCII));
    byte[] padded = joined(tags, padding.getBytes(StandardCharsets.US_ASCII));
    assertThat(read(tone(padded, 16_000)).samples()).hasSize(8_000);
    byte[] followed = joined(padded, chunk("bext", (byte) 1, (byte) 2), chunk("ODD ", (byte) 3));
    assertThat(read(tone(followed, 16_000)).samples()).hasSize(8_000);
    byte[] odd = joined(tags, "x".getBytes(StandardCharsets.US_ASCII));
    assertThat(read(tone(odd, 16_000)).samples()).as("another padding than 0").hasSize(8_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RF64", "BW64"})
  void aFileWithLengthsIn64BitsIsPlayed(String kind) throws IOException {
    byte[] plain = tone(new byte[0], -1);
    byte[] lengths =
        ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 12_000).array();
    byte[] file =
        joined(
            Arrays.copyOf(plain, 12),
            chunk("ds64", lengths),
            Arrays.copyOfRange(plain, 12, plain.length));
    System.arraycopy(kind.getBytes(StandardCharsets.US_ASCII), 0, file, 0, 4);
    ByteBuffer.wrap(file).putInt(4, -1);
    assertThat(read(file).samples()).hasSize(6_000);
  }

  @Test
  void aFileThatCannotBeReadIsRefusedByItsCause() throws IOException {
    assertThatThrownBy(() -> WavSource.open(folder.resolve("none.wav"), true))
        .hasMessage("there is no file " + folder.resolve("none.wav"));
    assertThatThrownBy(() -> WavSource.open(folder, true)).hasMessage(folder + " is a folder");
    byte[] bigEndian = tone(new byte[0], 16_000);
    bigEndian[3] = 'X';
    assertThatThrownBy(() -> read(bigEndian)).hasMessageContaining("RIFX");
  }

  @Test
  void aRecordingCanBeReadWhileItIsMadeAndAfterwards() throws IOException {
    Path path = folder.resolve("record.wav");
    var recorder = WavRecorder.create(path);
    PcmSource tone = new Tone(523);
    short[] frame = new short[PcmSource.FRAME];
    for (int i = 0; i < 60; i++) {
      tone.read(frame);
      recorder.onMix(frame);
    }
    // As if killed here: two writes of half a second each have been made.
    WavFile meanwhile = WavFile.read(path);
    assertThat(meanwhile.samples()).hasSize(50 * PcmSource.FRAME);
    recorder.close();
    recorder.close();
    assertThat(WavFile.read(path).samples()).hasSize(60 * PcmSource.FRAME);
    short[] heard = listen(WavSource.open(path, false), 50);
    assertThat(Spectrum.dominantPitch(heard).orElseThrow()).isCloseTo(523, within(1.0));
    assertThat(Files.size(path)).isEqualTo(44 + 60L * PcmSource.FRAME * 2);
  }

  @Test
  void aVoiceIsKnownByItsPitch() {
    short[] voice = listen(new Voice(196, -12), 50);
    assertThat(Spectrum.dominantPitch(voice).orElseThrow()).isCloseTo(196, within(2.0));
    for (short sample : voice) {
      assertThat(Math.abs(sample)).isLessThan((short) 9_000);
    }
  }
}

package app.rostrum.media.plain;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sound of a RIFF WAVE file as one channel, -1 to 1: PCM of 8 to 32 bits, or 32 bit floats. A
 * length field beyond the end of the file, as a killed recorder leaves behind, means "until the
 * end".
 */
record WavFile(int sampleRate, float[] samples) {
  private static final long LARGEST = 1L << 30;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  private record Format(int tag, int channels, int sampleRate, int bits) {}

  /**
   * @throws IOException if the file cannot be read, or is no WAVE file of a supported kind; the
   *     message says why
   */
  static WavFile read(Path path) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw new IOException(path + " is larger than 1 GiB");
    }
    try (var in = new DataInputStream(Files.newInputStream(path))) {
      byte[] head = in.readNBytes(12);
      if (head.length < 12 || !tag(head, 0).equals("RIFF") || !tag(head, 8).equals("WAVE")) {
        throw new IOException(path + " is not a WAV file");
      }
      Format format = null;
      while (true) {
        byte[] chunk = in.readNBytes(8);
        if (chunk.length < 8) {
          throw new EOFException(path + " has no sound in it");
        }
        long length = little(chunk).getInt(4) & 0xFFFF_FFFFL;
        switch (tag(chunk, 0)) {
          case "fmt " -> format = format(path, in.readNBytes((int) Math.min(length, 64)));
          case "data" -> {
            if (format == null) {
              throw new IOException(path + " has no format before its sound");
            }
            byte[] data = in.readNBytes((int) Math.min(length, Integer.MAX_VALUE - 16));
            return new WavFile(format.sampleRate, mono(format, data));
          }
          default -> in.skipNBytes(Math.min(length + (length & 1), LARGEST));
        }
      }
    }
  }

  private static Format format(Path path, byte[] bytes) throws IOException {
    if (bytes.length < 16) {
      throw new IOException(path + " has a format that is cut off");
    }
    ByteBuffer in = little(bytes);
    int tag = in.getShort(0) & 0xFFFF;
    if (tag == EXTENSIBLE && bytes.length >= 26) {
      tag = in.getShort(24) & 0xFFFF;
    }
    var format = new Format(tag, in.getShort(2) & 0xFFFF, in.getInt(4), in.getShort(14) & 0xFFFF);
    boolean known =
        switch (format.tag) {
          case PCM -> format.bits % 8 == 0 && format.bits >= 8 && format.bits <= 32;
          case FLOAT -> format.bits == 32;
          default -> false;
        };
    if (!known || format.channels < 1 || format.channels > 64) {
      throw new IOException(path + " is not PCM that can be read: " + format);
    }
    if (format.sampleRate < 1_000 || format.sampleRate > 768_000) {
      throw new IOException(path + " has an impossible sample rate: " + format.sampleRate);
    }
    return format;
  }

  private static float[] mono(Format format, byte[] data) {
    int width = format.bits / 8;
    ByteBuffer in = little(data);
    float[] out = new float[data.length / (width * format.channels)];
    int at = 0;
    for (int i = 0; i < out.length; i++) {
      float sum = 0;
      for (int channel = 0; channel < format.channels; channel++, at += width) {
        sum +=
            format.tag == FLOAT
                ? in.getFloat(at)
                : switch (width) {
                  case 1 -> ((in.get(at) & 0xFF) - 128) / 128f;
                  case 2 -> in.getShort(at) / 32_768f;
                  case 3 -> ((in.get(at + 2) << 16) | (in.getShort(at) & 0xFFFF)) / 8_388_608f;
                  default -> in.getInt(at) / 2_147_483_648f;
                };
      }
      out[i] = sum / format.channels;
    }
    return out;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String tag(byte[] bytes, int at) {
    return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
  }
}

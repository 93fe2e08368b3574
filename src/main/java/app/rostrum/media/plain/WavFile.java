package app.rostrum.media.plain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sound of a RIFF, RF64 or BW64 WAVE file as one channel, -1 to 1: PCM of 8 to 32 bits, or 32
 * bit floats. Where a killed recorder has left a length of 0 or one beyond the end of the file, the
 * sound goes on until the end.
 */
record WavFile(int sampleRate, float[] samples) {
  private static final long LARGEST = 1L << 30;
  private static final int CHUNK_HEAD = 8;
  private static final int LONGEST_FORMAT = 64;
  private static final long TO_THE_END = 0xFFFF_FFFFL;
  private static final int PCM = 1;
  private static final int FLOAT = 3;
  private static final int EXTENSIBLE = 0xFFFE;

  private record Format(int tag, int channels, int sampleRate, int bits) {}

  /**
   * @throws IOException if the file cannot be read, has no sound in it, or is no WAVE file of a
   *     supported kind; the message says why
   */
  static WavFile read(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + " is a folder");
    }
    if (Files.notExists(path)) {
      throw new IOException("there is no file " + path);
    }
    if (!Files.isReadable(path)) {
      throw new IOException("permission to read " + path + " is denied");
    }
    if (Files.size(path) > LARGEST) {
      throw new IOException(path + " is larger than 1 GiB");
    }
    try (var in = new PushbackInputStream(Files.newInputStream(path), CHUNK_HEAD)) {
      checkHead(path, in.readNBytes(12));
      WavFile wav = firstSound(path, in);
      if (wav.samples.length > 0) {
        return wav;
      }
    } catch (EOFException e) {
      // Said below, as for a file whose sound is empty.
    }
    throw new IOException(path + " has no sound in it");
  }

  private static void checkHead(Path path, byte[] head) throws IOException {
    String kind = head.length < 12 || !tag(head, 8).equals("WAVE") ? "" : tag(head, 0);
    if (kind.equals("RIFX")) {
      throw new IOException(path + " is a WAV file in big-endian order (RIFX), which is not read");
    }
    if (!List.of("RIFF", "RF64", "BW64").contains(kind)) {
      throw new IOException(path + " is not a WAV file");
    }
  }

  private static WavFile firstSound(Path path, PushbackInputStream in) throws IOException {
    Format format = null;
    long longLength = TO_THE_END;
    while (true) {
      byte[] chunk = in.readNBytes(CHUNK_HEAD);
      if (chunk.length < CHUNK_HEAD) {
        throw new EOFException();
      }
      long length = little(chunk).getInt(4) & 0xFFFF_FFFFL;
      String tag = tag(chunk, 0);
      if (tag.equals("data")) {
        if (format == null) {
          throw new IOException(path + " has no format before its sound");
        }
        byte[] data = data(in, length == TO_THE_END ? longLength : length);
        return new WavFile(format.sampleRate, mono(format, data));
      }
      byte[] start = in.readNBytes((int) Math.min(length, LONGEST_FORMAT));
      if (tag.equals("fmt ")) {
        format = format(path, start);
      } else if (tag.equals("ds64") && start.length >= 16) {
        // RF64 (EBU Tech 3306): the length of the data chunk in 64 bits.
        longLength = little(start).getLong(8);
      }
      in.skipNBytes(Math.min(length - start.length, LARGEST));
      skipPadding(in, length);
    }
  }

  private static byte[] data(InputStream in, long length) throws IOException {
    if (length > 0) {
      return in.readNBytes((int) Math.min(length, Integer.MAX_VALUE - 16));
    }
    byte[] rest = in.readAllBytes();
    return isChunks(rest) ? new byte[0] : rest;
  }

  /** Returns whether bytes are whole chunks, so that the data chunk before them is really empty. */
  private static boolean isChunks(byte[] bytes) {
    long at = 0;
    while (at + CHUNK_HEAD <= bytes.length && isTag(bytes, (int) at)) {
      long length = little(bytes).getInt((int) at + 4) & 0xFFFF_FFFFL;
      at += CHUNK_HEAD + length + (length & 1);
    }
    // The last chunk's padding may be missing.
    return at == bytes.length || at == bytes.length + 1L;
  }

  /** Skips the byte after a chunk of odd length, which many programs leave out. */
  private static void skipPadding(PushbackInputStream in, long length) throws IOException {
    byte[] next = (length & 1) == 0 ? new byte[0] : in.readNBytes(CHUNK_HEAD);
    if (next.length == CHUNK_HEAD) {
      int padding = isTag(next, 0) && !isNeeded(tag(next, 1)) ? 0 : 1;
      in.unread(next, padding, CHUNK_HEAD - padding);
    }
  }

  private static boolean isNeeded(String tag) {
    return tag.equals("fmt ") || tag.equals("data");
  }

  private static boolean isTag(byte[] bytes, int at) {
    return tag(bytes, at).chars().allMatch(c -> c >= ' ' && c <= '~');
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

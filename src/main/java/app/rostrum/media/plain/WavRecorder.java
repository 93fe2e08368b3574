package app.rostrum.media.plain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sink that writes the mix to a WAV file. The header is updated twice a second, so that the file
 * can be read however the process ends. A write error is logged once and ends the recording; the
 * sound goes on.
 */
public final class WavRecorder implements PcmSink {
  private static final Logger log = LoggerFactory.getLogger(WavRecorder.class);
  private static final int HEADER = 44;
  private static final int FRAMES_PER_WRITE = 25;

  private final FileChannel file;
  private final ByteBuffer pending =
      ByteBuffer.allocate(FRAMES_PER_WRITE * PcmSource.FRAME * 2).order(ByteOrder.LITTLE_ENDIAN);
  private long dataBytes;
  private boolean stopped;

  private WavRecorder(FileChannel file) {
    this.file = file;
  }

  /** Creates a recorder; a file of the same name is overwritten. */
  public static WavRecorder create(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    try {
      var recorder = new WavRecorder(file);
      recorder.writeHeader();
      return recorder;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public synchronized void onMix(short[] mix) {
    if (stopped) {
      return;
    }
    for (short sample : mix) {
      pending.putShort(sample);
      if (!pending.hasRemaining()) {
        flush();
      }
    }
  }

  @Override
  public synchronized void close() {
    if (!stopped) {
      flush();
      stop();
    }
  }

  private void flush() {
    pending.flip();
    try {
      while (pending.hasRemaining()) {
        dataBytes += file.write(pending, HEADER + dataBytes);
      }
      writeHeader();
    } catch (IOException e) {
      log.warn("recording stopped: {}", e.toString());
      stop();
    }
    pending.clear();
  }

  private void stop() {
    stopped = true;
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeHeader() throws IOException {
    long counted = Math.min(dataBytes, 0xFFFF_FFFFL - HEADER);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (counted + HEADER - 8));
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 1);
    header.putInt(48_000).putInt(96_000).putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt((int) counted);
    header.flip();
    while (header.hasRemaining()) {
      file.write(header, header.position());
    }
  }
}

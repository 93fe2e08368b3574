package app.rostrum.app;

import app.rostrum.media.AudioDevices;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.OwnSound.Rehearsal;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.threads.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call of the person's engine with a plain one in this process, which records what it hears and
 * then says it back. So the sound takes the whole way that it takes to others: the processing with
 * its echo cancellation, and the codec. Its time is counted in the plain engine's frames.
 */
final class EngineRehearsal implements PcmSink, PcmSource {
  private static final Logger log = LoggerFactory.getLogger(EngineRehearsal.class);
  private static final int FRAMES_PER_SECOND = Spectrum.SAMPLE_RATE / FRAME;
  private static final int PATIENCE = 10 * FRAMES_PER_SECOND;
  private static final int FRAMES_PER_MOMENT = FRAMES_PER_SECOND / 10;

  /** The frames between two looks at what the loudspeaker plays. */
  private static final int LOOK = FRAMES_PER_SECOND / 5;

  /** The least and the most frames from the last one that is sent to its end in the loudspeaker. */
  private static final int SOON = FRAMES_PER_SECOND / 2;

  private static final int AT_LAST = 5 * FRAMES_PER_SECOND;

  /** The level of the loudspeaker, 0 to 1, below which it plays nothing. */
  private static final double QUIET = 0.0005;

  /** The level in dBFS below which a recording is silence. */
  private static final double SILENCE = -60;

  private final Consumer<Rehearsal> moment;
  private final PlainEngine plain = PlainEngine.create(this, this);
  private final LocalAudioTrack microphone;
  private final PeerConnection here;
  private volatile boolean connected;
  private volatile boolean failed;
  private volatile boolean over;
  private volatile Loudspeaker loudspeaker = Loudspeaker.WAITING;

  private enum Loudspeaker {
    WAITING,
    PLAYING,
    /** Silent again, or in a pause of what it plays. */
    PLAYED
  }

  // Only on the thread of the plain engines' frames.
  private final short[] recording;
  private int recorded;
  private int played;
  private int waited;

  private EngineRehearsal(MediaEngine engine, int seconds, Consumer<Rehearsal> moment) {
    this.moment = moment;
    recording = new short[seconds * Spectrum.SAMPLE_RATE];
    try {
      microphone = engine.createAudioTrack("rehearsal");
      here = engine.connect(List.of(), new Person());
    } catch (RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Begins; a failure is told as the end, not thrown. */
  static AudioDevices.Handle begin(MediaEngine engine, int seconds, Consumer<Rehearsal> moment) {
    EngineRehearsal rehearsal;
    try {
      rehearsal = new EngineRehearsal(engine, seconds, moment);
    } catch (RuntimeException e) {
      log.warn("no rehearsal: {}", e.toString());
      moment.accept(Rehearsal.End.FAILED);
      return () -> {};
    }
    rehearsal.connect();
    return rehearsal::end;
  }

  private void connect() {
    try {
      PeerConnection there = plain.connect(List.of(), new Quiet());
      here.addTrack(microphone);
      there.addTrack(plain.createAudioTrack("playback"));
      var unused =
          here.offer()
              .thenCompose(there::answer)
              .thenCompose(here::acceptAnswer)
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      log.warn("the rehearsal has no connection: {}", failure.toString());
                      failed = true;
                    }
                  });
    } catch (RuntimeException e) {
      log.warn("the rehearsal cannot connect: {}", e.toString());
      finish(Rehearsal.End.FAILED);
    }
  }

  /** Takes the next frame of what others would hear. */
  @Override
  public void onMix(short[] mix) {
    if (over) {
      return;
    }
    waited++;
    if (failed) {
      finish(Rehearsal.End.FAILED);
    } else if (recorded < recording.length) {
      record(mix);
    } else {
      tell(played, Rehearsal.Playing::new);
      if (waited % LOOK == 0) {
        look();
      }
      if (played == recording.length) {
        awaitEnd();
      }
    }
  }

  private void awaitEnd() {
    if (loudspeaker == Loudspeaker.PLAYED && waited > SOON) {
      finish(Rehearsal.End.PLAYED);
    } else if (waited > AT_LAST) {
      finish(loudspeaker == Loudspeaker.WAITING ? Rehearsal.End.FAILED : Rehearsal.End.PLAYED);
    }
  }

  /** Looks at the loudspeaker, which a sound system may start only after a while. */
  private void look() {
    var unused =
        here.stats()
            .thenAccept(
                stats -> {
                  boolean sounds = stats.remoteLevels().values().stream().anyMatch(l -> l > QUIET);
                  if (sounds) {
                    loudspeaker = Loudspeaker.PLAYING;
                  } else if (loudspeaker == Loudspeaker.PLAYING) {
                    loudspeaker = Loudspeaker.PLAYED;
                  }
                });
  }

  private void record(short[] mix) {
    if (!connected) {
      failed = waited > PATIENCE;
      return;
    }
    System.arraycopy(mix, 0, recording, recorded, mix.length);
    recorded += mix.length;
    tell(recorded, Rehearsal.Recording::new);
    if (recorded == recording.length) {
      microphone.setEnabled(false);
      if (Spectrum.level(recording) < SILENCE) {
        finish(Rehearsal.End.SILENT);
      }
    }
  }

  private interface Told {
    Rehearsal after(Duration duration);
  }

  private void tell(int samples, Told told) {
    if (samples / FRAME % FRAMES_PER_MOMENT == 0) {
      moment.accept(told.after(Duration.ofMillis(samples * 1000L / Spectrum.SAMPLE_RATE)));
    }
  }

  /** Gives the next frame of what is played: silence until everything has been recorded. */
  @Override
  public boolean read(short[] frame) {
    if (recorded < recording.length || played == recording.length) {
      Arrays.fill(frame, (short) 0);
    } else {
      System.arraycopy(recording, played, frame, 0, frame.length);
      played += frame.length;
      if (played == recording.length) {
        waited = 0;
      }
    }
    return true;
  }

  private void finish(Rehearsal.End how) {
    if (!over) {
      end();
      moment.accept(how);
    }
  }

  private void end() {
    over = true;
    here.close();
    // The engine that calls this cannot be closed by its own call.
    Threads.startVirtual("rehearsal-end", plain::close);
  }

  /** The person's end of the call. */
  private final class Person implements PeerConnection.Listener {
    @Override
    public void onState(PeerConnection.State state) {
      switch (state) {
        case CONNECTED -> connected = true;
        case FAILED, CLOSED -> failed = true;
        case NEW, CONNECTING, DISCONNECTED -> {}
      }
    }

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {}

    @Override
    public void onTrack(RemoteAudioTrack track) {
      track.followVolume();
    }

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {}
  }

  /** The other end, which reaches the person's from what that sends. */
  private static final class Quiet implements PeerConnection.Listener {
    @Override
    public void onState(PeerConnection.State state) {}

    @Override
    public void onCandidate(String candidate, String mid, int lineIndex) {}

    @Override
    public void onTrack(RemoteAudioTrack track) {}

    @Override
    public void onTrackEnded(RemoteAudioTrack track) {}
  }
}

package app.rostrum.media.webrtc;

import app.rostrum.media.MediaException;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * libwebrtc's offer and answer calls as futures that complete on the engine's thread. Used on that
 * thread only.
 */
final class WebRtcNegotiation {
  private final RTCPeerConnection peer;
  private final Executor thread;
  private boolean abandoned;

  WebRtcNegotiation(RTCPeerConnection peer, Executor thread) {
    this.peer = peer;
    this.thread = thread;
  }

  CompletableFuture<RTCSessionDescription> createOffer() {
    return start(done -> peer.createOffer(new RTCOfferOptions(), creating(done)));
  }

  CompletableFuture<RTCSessionDescription> createAnswer() {
    return start(done -> peer.createAnswer(new RTCAnswerOptions(), creating(done)));
  }

  CompletableFuture<Void> setLocal(RTCSessionDescription description) {
    return start(done -> peer.setLocalDescription(description, setting(done)));
  }

  CompletableFuture<Void> setRemote(RTCSdpType type, String sdp) {
    return start(
        done -> peer.setRemoteDescription(new RTCSessionDescription(type, sdp), setting(done)));
  }

  CompletableFuture<Void> rollback() {
    return setLocal(new RTCSessionDescription(RTCSdpType.ROLLBACK, ""));
  }

  /** Ignores all further reports of libwebrtc: the connection is about to be closed. */
  void abandon() {
    abandoned = true;
  }

  private <T> CompletableFuture<T> start(Consumer<CompletableFuture<T>> call) {
    var done = new CompletableFuture<T>();
    try {
      call.accept(done);
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(new MediaException("libwebrtc refused", e));
    }
    return done;
  }

  private void finish(Runnable completion) {
    thread.execute(
        () -> {
          if (!abandoned) {
            completion.run();
          }
        });
  }

  private CreateSessionDescriptionObserver creating(CompletableFuture<RTCSessionDescription> done) {
    return new CreateSessionDescriptionObserver() {
      @Override
      public void onSuccess(RTCSessionDescription description) {
        finish(() -> done.complete(description));
      }

      @Override
      public void onFailure(String error) {
        finish(() -> done.completeExceptionally(new MediaException(error)));
      }
    };
  }

  private SetSessionDescriptionObserver setting(CompletableFuture<Void> done) {
    return new SetSessionDescriptionObserver() {
      @Override
      public void onSuccess() {
        finish(() -> done.complete(null));
      }

      @Override
      public void onFailure(String error) {
        finish(() -> done.completeExceptionally(new MediaException(error)));
      }
    };
  }
}

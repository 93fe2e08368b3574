// Pages with the unmodified twilio-video SDK on a leash: one JSON command per line on stdin, one JSON answer per line on stdout.
// Each command names its page and the module of the SDK that the page loads; a new name is a new page, `close` ends one. The environment variable
// MICROPHONE may name a WAV file that speaks for Chromium's fake device.
const { chromium } = require('playwright-core');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const readline = require('node:readline');

/** What runs in a page. Everything a command can do is a method of `leash`. */
function install() {
  // The SDK keeps its connections to itself: note them as they are made.
  window.connections = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, parameters) {
      const pc = new target(...parameters);
      window.connections.push(pc);
      return pc;
    },
  });
  const Video = window.Twilio.Video;
  const audio = new AudioContext({ sampleRate: 48000 });
  const ears = new Map();
  const eyes = new Map();
  const tracks = new Map();
  const events = [];
  const messages = [];
  let room;

  function listen(track, participant) {
    events.push(`trackSubscribed ${participant.identity} ${track.name}`);
    if (track.kind === 'data') {
      track.on('message', (data) => messages.push({ from: participant.identity, track: track.name, ...digest(data) }));
    }
    if (track.kind === 'video') see(track, participant);
    if (track.kind !== 'audio') return;
    const stream = new MediaStream([track.mediaStreamTrack]);
    // Chromium lets a remote stream flow into WebAudio only while an element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    element.play();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
    ears.set(track.sid, { analyser, element, identity: participant.identity });
  }

  /** A message told by its size and a sum, so that large ones need not travel to the test. */
  function digest(data) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data);
    const sum = bytes.reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 7);
    const text = typeof data === 'string' && data.length < 200 ? data : null;
    return { binary: typeof data !== 'string', size: bytes.length, sum, text };
  }

  function patterned(size) {
    return Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
  }

  function see(track, participant) {
    const element = document.createElement('video');
    element.srcObject = new MediaStream([track.mediaStreamTrack]);
    element.muted = true;
    element.play();
    eyes.set(track.sid, { element, identity: participant.identity, name: track.name });
  }

  /** A canvas of one colour with a square that moves, so that there is something to encode. */
  function picture(color, name, width = 320, height = 240) {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d');
    let count = 0;
    setInterval(() => {
      context.fillStyle = color;
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'white';
      context.fillRect((count++ * 4) % width, 0, height / 8, height / 8);
    }, 50);
    const track = new Video.LocalVideoTrack(canvas.captureStream(20).getVideoTracks()[0], { name });
    tracks.set(name, track);
    return track;
  }

  function tone(hertz, name) {
    const destination = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    gain.gain.value = 0.3;
    oscillator.frequency.value = hertz;
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    const track = new Video.LocalAudioTrack(destination.stream.getAudioTracks()[0], { name });
    tracks.set(name, track);
    return track;
  }

  function watch(participant) {
    participant.on('trackEnabled', (t) => events.push(`trackEnabled ${participant.identity} ${t.trackName}`));
    participant.on('trackDisabled', (t) => events.push(`trackDisabled ${participant.identity} ${t.trackName}`));
    participant.on('trackPublished', (t) => events.push(`trackPublished ${participant.identity} ${t.trackName}`));
    participant.on('trackUnpublished', (t) => events.push(`trackUnpublished ${participant.identity} ${t.trackName}`));
    participant.on('trackSubscribed', (t) => listen(t, participant));
    participant.on('networkQualityLevelChanged', (level) => events.push(`quality ${participant.identity} ${level}`));
    participant.on('trackUnsubscribed', (t) => {
      events.push(`trackUnsubscribed ${participant.identity} ${t.name}`);
      ears.delete(t.sid);
      eyes.delete(t.sid);
    });
    participant.tracks.forEach((publication) => {
      if (publication.isSubscribed) listen(publication.track, participant);
    });
  }

  window.leash = {
    /**
     * Joins; with a pitch as an oscillator, with `device` as the fake microphone, with neither silently. `data` names
     * data tracks to publish the moment that the SDK says it is in, before anything else has been exchanged.
     */
    async connect({ token, name, wsServer, hertz, device, simulcast, codec, data = [], ...more }) {
      await audio.resume();
      const options = { name, wsServer, insights: false, tracks: [], ...more };
      if (simulcast) options.preferredVideoCodecs = [{ codec: 'VP8', simulcast: true }];
      if (codec) options.preferredVideoCodecs = [codec];
      if (hertz) options.tracks = [tone(hertz, 'microphone')];
      if (device) {
        const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
        options.tracks = [await Video.createLocalAudioTrack(plain)];
      }
      try {
        room = await Video.connect(token, options);
      } catch (e) {
        return { code: e.code, message: e.message };
      }
      const published = data.map((track) => this.publishData({ name: track }));
      room.on('participantConnected', (p) => {
        events.push(`participantConnected ${p.identity}`);
        watch(p);
      });
      room.on('participantDisconnected', (p) => events.push(`participantDisconnected ${p.identity}`));
      room.on('participantReconnecting', (p) => events.push(`participantReconnecting ${p.identity}`));
      room.on('participantReconnected', (p) => events.push(`participantReconnected ${p.identity}`));
      room.on('reconnecting', (e) => events.push(`reconnecting ${e?.code}`));
      room.on('reconnected', () => events.push('reconnected'));
      room.on('disconnected', (r, e) => events.push(`disconnected ${e ? e.code : 'without error'}`));
      room.on('dominantSpeakerChanged', (p) => events.push(`dominant ${p ? p.identity : 'nobody'}`));
      room.localParticipant.on('networkQualityLevelChanged', (level) => events.push(`quality me ${level}`));
      room.localParticipant.on('trackPublicationFailed', (e) => events.push(`trackPublicationFailed ${e.code}`));
      room.participants.forEach(watch);
      await Promise.all(published);
      return { sid: room.sid, name: room.name, identity: room.localParticipant.identity };
    },
    async publish({ hertz, name }) {
      return (await room.localParticipant.publishTrack(tone(hertz, name))).trackSid;
    },
    async unpublish({ name }) {
      room.localParticipant.unpublishTrack(tracks.get(name));
    },
    /** Takes a track back and publishes another one under its name in the same breath, as on a change of microphone. */
    async replace({ hertz, name }) {
      room.localParticipant.unpublishTrack(tracks.get(name));
      return this.publish({ hertz, name });
    },
    /** Publishes a data track; `lifetime` and `retransmits` make it an unreliable one. */
    async publishData({ name, lifetime, retransmits }) {
      const options = { name };
      if (lifetime !== undefined) options.maxPacketLifeTime = lifetime;
      if (retransmits !== undefined) options.maxRetransmits = retransmits;
      const track = new Video.LocalDataTrack(options);
      tracks.set(name, track);
      return (await room.localParticipant.publishTrack(track)).trackSid;
    },
    async sendText({ name, text, size }) {
      tracks.get(name).send(text ?? 'x'.repeat(size));
    },
    /** Sends that many bytes of a pattern, or a `view` of a part of a larger buffer. */
    async sendBytes({ name, size, count = 1 }) {
      for (let i = 0; i < count; i++) tracks.get(name).send(patterned(size).buffer);
      return digest(patterned(size));
    },
    async messages() {
      return messages;
    },
    async dominant() {
      return room.dominantSpeaker ? room.dominantSpeaker.identity : null;
    },
    /** The levels of the local participant and the others, null where none is known. */
    async qualities() {
      const all = { me: room.localParticipant.networkQualityLevel };
      room.participants.forEach((p) => (all[p.identity] = p.networkQualityLevel));
      return all;
    },
    async leave() {
      room.disconnect();
    },
    /** Publishes a moving picture of one colour; 0, or the code of the refusal. */
    async publishPicture({ color = 'black', name = 'picture', width, height }) {
      try {
        await room.localParticipant.publishTrack(picture(color, name, width, height));
        return 0;
      } catch (e) {
        return e.code;
      }
    },
    /** The pictures that are seen: frames so far, size, and the colour in the middle. */
    async seen() {
      return [...eyes.values()].map(({ element, identity, name }) => {
        const canvas = document.createElement('canvas');
        Object.assign(canvas, { width: 8, height: 8 });
        const context = canvas.getContext('2d');
        context.drawImage(element, 0, 0, 8, 8);
        const [red, green, blue] = context.getImageData(4, 4, 1, 1).data;
        const frames = element.getVideoPlaybackQuality().totalVideoFrames;
        return { identity, name, frames, red, green, blue, width: element.videoWidth, height: element.videoHeight };
      });
    },
    async sdp() {
      return window.connections.map((pc) => ({ state: pc.connectionState, local: pc.localDescription?.sdp, remote: pc.remoteDescription?.sdp, pending: pc.pendingLocalDescription?.sdp, signaling: pc.signalingState }));
    },
    /** What the browser itself says of the room's connections. */
    async stats() {
      const reports = [];
      for (const pc of window.connections) {
        if (pc.connectionState === 'closed') continue;
        reports.push(...[...(await pc.getStats()).values()].filter((s) => /bound-rtp$|^transport$|^codec$/.test(s.type)));
      }
      return reports;
    },
    /** How each connection that works sends: udp, tcp or relay. */
    async ways() {
      const ways = [];
      for (const pc of window.connections) {
        const stats = [...(await pc.getStats()).values()];
        const byId = (wanted) => stats.find(({ id }) => id === wanted);
        const pair = byId(stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
        const local = byId(pair?.localCandidateId);
        if (local) ways.push(local.relayProtocol ? 'relay' : local.protocol);
      }
      return ways;
    },
    async enable({ name, enabled }) {
      tracks.get(name).enable(enabled);
    },
    async events() {
      return events;
    },
    async participants() {
      return [...room.participants.values()].map((p) => p.identity);
    },
    /** The strongest frequency of each remote participant's tracks, 0 for silence. */
    async heard() {
      const result = {};
      for (const { analyser, identity } of ears.values()) {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        let best = 0;
        for (let i = 1; i < bins.length; i++) if (bins[i] > bins[best]) best = i;
        (result[identity] ??= []).push(bins[best] > -60 ? (best * audio.sampleRate) / analyser.fftSize : 0);
      }
      return result;
    },
  };
}

(async () => {
  const sdks = new Map();
  const sdkOf = (module) => {
    if (!sdks.has(module)) sdks.set(module, readFileSync(require.resolve(`${module}/dist/twilio-video.min.js`)));
    return sdks.get(module);
  };
  const server = http.createServer((request, response) => {
    const [, module, file] = request.url.split('/');
    response.setHeader('Content-Type', file === 'sdk.js' ? 'text/javascript' : 'text/html');
    response.end(file === 'sdk.js' ? sdkOf(module) : `<!doctype html><title>room</title><script src="/${module}/sdk.js"></script>`);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const microphone = process.env.MICROPHONE;
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
    ],
  });
  const pages = new Map();
  async function pageOf(name, sdk) {
    if (!pages.has(name)) {
      const page = await browser.newPage();
      page.on('pageerror', (e) => process.stderr.write(`${name}: ${e}\n`));
      page.on('console', (m) => process.stderr.write(`${name}: ${m.text()}\n`));
      await page.goto(`http://127.0.0.1:${server.address().port}/${sdk}/`);
      await page.evaluate(install);
      pages.set(name, page);
    }
    return pages.get(name);
  }
  process.stdout.write(JSON.stringify({ ready: browser.version() }) + '\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { page, sdk = 'twilio-video', command, ...parameters } = JSON.parse(line);
    let reply;
    try {
      if (command === 'close') {
        await pages.get(page)?.close();
        pages.delete(page);
        process.stdout.write(JSON.stringify({ result: null }) + '\n');
        continue;
      }
      const target = await pageOf(page, sdk);
      reply = { result: (await target.evaluate(([c, p]) => window.leash[c](p), [command, parameters])) ?? null };
    } catch (e) {
      reply = { error: String(e) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
  await browser.close();
  server.close();
})();

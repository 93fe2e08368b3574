// One guest of a live event in Chromium: a page as the reference web app would have it, on the official SDKs alone (twilio-video, twilio-sync,
// @twilio/conversations) and the browser's own WebRTC to play the stream. One JSON command per line on stdin, one JSON answer per line on stdout. The page of a
// backend with https comes from the backend's own origin.
'use strict';
const { chromium } = require('playwright-core');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const readline = require('node:readline');

const PATIENCE = 60_000;
const SDKS = ['twilio-video/dist/twilio-video.min.js', 'twilio-sync/builds/twilio-sync.min.js', '@twilio/conversations/builds/twilio-conversations.min.js'];

/** What runs in the page. What happens to the guest is in `events`; what the guest does are the methods of `guest`. */
function install([backend, secure]) {
  const { Video, Sync, Conversations } = window.Twilio;
  const audio = new AudioContext({ sampleRate: 48000 });
  const events = [];
  const ears = new Map();
  const heardText = [];
  const typing = [];
  let me;
  let streamName;
  let passcode;
  let sync;
  let lists;
  let chat;
  let conversation;
  let room;
  let microphone;
  let listening;
  let session;
  let hertz;

  const note = (...words) => events.push(words.join(' '));
  const absolute = (address) => (address.includes('://') ? address : backend + address);
  const websocket = (address) => absolute(address).replace(/^http/, 'ws');

  async function post(path, body) {
    const response = await fetch((secure ? backend : '') + path, {
      method: 'POST',
      headers: { Authorization: passcode, 'Content-Type': 'application/json', ...(me.token && { 'X-Twilio-Access-Token': me.token }) },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${answer.error.message}`);
    return answer;
  }

  function hear(name, track) {
    const stream = new MediaStream([track]);
    // Chromium lets a remote stream flow into WebAudio only while an element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    element.play();
    const analyser = audio.createAnalyser();
    analyser.fftSize = 16384;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
    ears.set(name, { analyser, element });
  }

  const items = async (map) => (await map.getItems({ pageSize: 100 })).items.map((item) => item.key);

  async function openLists(names) {
    if (lists) return;
    sync = new Sync.SyncClient(me.token, { twilsock: { uri: websocket(me.endpoints.twilsock) } });
    const [speakers, hands, document] = await Promise.all([
      sync.map({ id: names.speakers_map, mode: 'open_existing' }),
      sync.map({ id: names.raised_hands_map, mode: 'open_existing' }),
      sync.document({ id: names.user_document, mode: 'open_existing' }),
    ]);
    lists = { speakers, hands };
    for (const [name, map] of Object.entries(lists)) {
      map.on('itemAdded', ({ item }) => note(name, 'gained', item.key));
      map.on('itemRemoved', ({ key }) => note(name, 'lost', key));
      map.on('removed', () => note(name, 'removed'));
    }
    document.on('updated', ({ data }) => data.speaker_invite && note('invited to speak'));
  }

  async function openChat() {
    if (chat) return;
    chat = new Conversations.Client(me.token, { twilsock: { uri: websocket(me.endpoints.twilsock) } });
    await new Promise((resolve, reject) => {
      chat.on('initialized', resolve);
      chat.on('initFailed', ({ error }) => reject(new Error(`chat: ${error?.message}`)));
    });
    conversation = await chat.getConversationByUniqueName(me.room_sid);
    heardText.push(...(await conversation.getMessages(30)).items.map((m) => ({ author: m.author, text: m.body })));
    conversation.on('messageAdded', (m) => heardText.push({ author: m.author, text: m.body }));
    conversation.on('typingStarted', (who) => typing.push(who.identity));
  }

  async function listen() {
    const pc = new RTCPeerConnection();
    listening = pc;
    pc.ontrack = ({ track }) => hear('stream', track);
    pc.addTransceiver('audio', { direction: 'recvonly' });
    await pc.setLocalDescription();
    const grant = JSON.parse(atob(me.token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))).grants.player;
    const answer = await fetch(grant.whepUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${me.token}` },
      body: pc.localDescription.sdp,
    });
    await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    session = new URL(answer.headers.get('Location'), grant.whepUrl);
    const told = new EventSource(new URL(answer.headers.get('Link').match(/<([^>]*)>/)[1], grant.whepUrl));
    for (const type of ['active', 'inactive', 'ended']) told.addEventListener(type, () => note('stream', type));
    await post('/viewer-connected-to-player', { user_identity: me.identity, stream_name: streamName });
  }

  async function joinAs(role) {
    const answer = await post(`/join-stream-as-${role}`, { user_identity: me.identity, stream_name: streamName });
    Object.assign(me, answer);
    if (sync) await Promise.all([sync.updateToken(me.token), chat.updateToken(me.token)]);
    await openLists(answer.sync_object_names);
    return answer;
  }

  /** What reference clients do with a message on the host's data track. */
  function obey(data, sender) {
    const message = JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data));
    note('data from', sender.identity, typeof data === 'string' ? 'as text' : 'as bytes', JSON.stringify(message));
    if (message.message_type === 'mute' && message.to_participant_identity === me.identity) {
      microphone.disable();
      note('muted by', sender.identity);
    }
  }

  function meet(participant) {
    participant.on('trackSubscribed', (track) => {
      if (track.kind === 'audio') hear(participant.identity, track.mediaStreamTrack);
      if (track.kind === 'data') {
        note('data track of', participant.identity);
        track.on('message', (data) => obey(data, participant));
      }
    });
    participant.on('trackDisabled', () => note('muted', participant.identity));
    participant.on('trackUnsubscribed', () => ears.delete(participant.identity));
  }

  async function goOnStage() {
    await joinAs('speaker');
    const destination = audio.createMediaStreamDestination();
    const oscillator = audio.createOscillator();
    const gain = audio.createGain();
    gain.gain.value = 0.3;
    oscillator.frequency.value = hertz;
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    microphone = new Video.LocalAudioTrack(destination.stream.getAudioTracks()[0], { name: 'microphone' });
    room = await Video.connect(me.token, {
      name: streamName,
      wsServer: websocket(me.endpoints.video),
      insights: false,
      dominantSpeaker: true,
      networkQuality: { local: 1, remote: 1 },
      tracks: [microphone, new Video.LocalDataTrack()],
    });
    room.on('participantConnected', meet);
    room.participants.forEach(meet);
    room.on('dominantSpeakerChanged', (who) => note('dominant speaker', who ? who.identity : 'nobody'));
    room.localParticipant.on('networkQualityLevelChanged', (level) => note('network quality', level));
    room.on('disconnected', async (r, error) => {
      note('off stage', error ? error.code : 'without error');
      for (const name of [...ears.keys()]) if (name !== 'stream') ears.delete(name);
      if (!error) await joinAs('viewer').then(listen).then(() => note('in the audience'));
    });
    listening.close();
    ears.delete('stream');
  }

  window.guest = {
    async join({ identity, stream, code, pitch }) {
      await audio.resume();
      [me, streamName, passcode, hertz] = [{ identity }, stream, code, pitch];
      await joinAs('viewer');
      await Promise.all([openChat(), listen()]);
    },
    raiseHand: () => post('/raise-hand', { user_identity: me.identity, stream_name: streamName, hand_raised: true }).then(() => null),
    accept: () => goOnStage(),
    /** Ends listening at the session's own address. */
    hangUp: async () => (await fetch(session, { method: 'DELETE' })).status,
    listen: () => listen(),
    say: ({ text }) => conversation.sendMessage(text),
    type: () => conversation.typing(),
    messages: async () => heardText,
    typing: async () => typing,
    speakers: () => items(lists.speakers),
    events: async () => events,
    microphoneOn: async () => microphone.isEnabled,
    /** The level of some frequencies in what is heard of somebody, or of the stream, in dB. */
    async levels({ whose, pitches }) {
      const ear = ears.get(whose);
      if (!ear) return null;
      const bins = new Float32Array(ear.analyser.frequencyBinCount);
      ear.analyser.getFloatFrequencyData(bins);
      return pitches.map((p) => Math.max(-200, bins[Math.round((p * ear.analyser.fftSize) / audio.sampleRate)]));
    },
  };
}

/** A page's origin that passes calls of the API on, as the reference web app's development server does. */
async function passingOn(backend) {
  const server = http.createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>guest</title>');
      return;
    }
    const onward = http.request(backend + request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

(async () => {
  const backend = process.argv[2];
  const secure = backend.startsWith('https:');
  const server = secure ? undefined : await passingOn(backend);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  page.on('pageerror', (e) => process.stderr.write(`page: ${e}\n`));
  page.on('console', (m) => process.stderr.write(`page: ${m.text()}\n`));
  await page.goto(secure ? `${backend}/healthz` : `http://127.0.0.1:${server.address().port}/`);
  for (const sdk of SDKS) await page.addScriptTag({ content: readFileSync(require.resolve(sdk), 'utf8') });
  await page.evaluate(install, [backend, secure]);
  process.stdout.write(JSON.stringify({ ready: browser.version() }) + '\n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { command, ...parameters } = JSON.parse(line);
    let reply;
    try {
      const done = page.evaluate(([c, p]) => window.guest[c](p), [command, parameters]);
      const late = new Promise((resolve, reject) => setTimeout(reject, PATIENCE, new Error('no answer in time')));
      reply = { result: (await Promise.race([done, late])) ?? null };
    } catch (e) {
      reply = { error: String(e) };
    }
    process.stdout.write(JSON.stringify(reply) + '\n');
  }
  await browser.close();
  server?.close();
})();

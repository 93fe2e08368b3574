'use strict';
(() => {
  const LONGEST_FRAGMENT = 4096;
  const LONGEST_NAME = 128;
  const TRIES = 5;

  const part = (id) => document.getElementById(id);
  const texts = JSON.parse(part('texts').content.textContent);
  const base = location.origin + location.pathname.replace(/\/join\/?$/, '');
  let invited;
  let listener;

  /** Reads the fragment, which anybody may have written; undefined if it is no invitation. */
  function read() {
    const raw = location.hash.slice(1);
    if (raw.length > LONGEST_FRAGMENT) return undefined;
    const fields = new Map();
    for (const [key, value] of new URLSearchParams(raw)) {
      if (!fields.has(key.toLowerCase())) fields.set(key.toLowerCase(), value);
    }
    const passcode = (fields.get('passcode') ?? '').replace(/[\s\p{Pd}]/gu, '');
    if (!/^\d{14,32}$/.test(passcode)) return undefined;
    const name = (fields.get('stream') ?? '').replace(/\p{Cc}/gu, '\uFFFD').trim();
    const characters = [...name];
    const stream = characters.length > LONGEST_NAME ? characters.slice(0, LONGEST_NAME).join('') + '…' : name;
    return { passcode, stream };
  }

  /** Encodes what the app would take for the end of a sentence, too. */
  function encode(text) {
    return encodeURIComponent(text).replace(/[!'()*]|\.$/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  }

  /** The link that opens the app. It leads to where this page is from, and nowhere else. */
  function appLink({ passcode, stream }) {
    const url = encode(base);
    return `rostrum://join?url=${url}&passcode=${passcode}${stream && `&stream=${encode(stream)}`}`;
  }

  function show() {
    hangUp();
    tell('');
    invited = read();
    part('broken').hidden = Boolean(invited);
    part('invitation').hidden = !invited;
    if (!invited) return;
    part('name').textContent = invited.stream;
    part('stream').hidden = !invited.stream;
    part('open').href = appLink(invited);
    part('copied').textContent = '';
    showListening(false);
  }

  function showListening(on) {
    part('listen').hidden = on || !invited.stream || !('RTCPeerConnection' in window);
    part('listening').hidden = !on;
    part('start').disabled = false;
  }

  function tell(text) {
    part('status').textContent = text;
  }

  // Listening: the backend's API for a token, then WHEP.

  class Refused extends Error {}

  async function admission(name, token) {
    const answer = await fetch(`${base}/join-stream-as-viewer`, {
      method: 'POST',
      headers: {
        Authorization: invited.passcode,
        'Content-Type': 'application/json',
        ...(token && { 'X-Twilio-Access-Token': token }),
      },
      body: JSON.stringify({ user_identity: name, stream_name: invited.stream }),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Refused(said.error?.message ?? '');
    return said;
  }

  /** Asks for the TURN servers, by which sound comes where a network blocks the server's port. */
  async function relays(me) {
    const answer = await fetch(me.whep, { method: 'OPTIONS', headers: { Authorization: `Bearer ${me.token}` } });
    const links = (answer.headers.get('Link') ?? '').matchAll(/<([^>]+)>; rel="ice-server"; username="([^"]+)"; credential="([^"]+)"/g);
    return [...links].map(([, urls, username, credential]) => ({ urls, username, credential }));
  }

  async function play(me) {
    const iceServers = await relays(me);
    if (me !== listener) return;
    const connection = new RTCPeerConnection({ iceServers });
    me.connection = connection;
    connection.ontrack = ({ track }) => {
      part('sound').srcObject = new MediaStream([track]);
      part('sound').play().catch(() => {});
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === 'connected') {
        me.failures = 0;
        tell(texts['listen.on']);
      } else if (connection.connectionState === 'failed') {
        again(me);
      }
    };
    connection.addTransceiver('audio', { direction: 'recvonly' });
    await connection.setLocalDescription();
    const answer = await fetch(me.whep, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${me.token}` },
      body: connection.localDescription.sdp,
    });
    if (answer.status === 410 || answer.status === 404) throw new Refused('error finding room');
    if (!answer.ok) throw new Error(`WHEP ${answer.status}`);
    const sdp = await answer.text();
    if (me !== listener) return;
    me.session = new URL(answer.headers.get('Location'), me.whep).href;
    const events = (answer.headers.get('Link') ?? '').match(/<([^>]*)>/);
    if (events) {
      me.events = new EventSource(new URL(events[1], me.whep));
      me.events.addEventListener('ended', () => finish(texts['listen.ended']));
    }
    await connection.setRemoteDescription({ type: 'answer', sdp });
  }

  function again(me) {
    if (me !== listener) return;
    drop(me);
    if (++me.failures > TRIES) {
      finish(texts['listen.lost']);
      return;
    }
    tell(texts['listen.again']);
    setTimeout(() => me === listener && play(me).catch((error) => failed(me, error)), 1000 * 2 ** (me.failures - 1));
  }

  function failed(me, error) {
    if (me !== listener) return;
    if (error instanceof Refused) {
      finish(texts[`refused.${error.message}`] ?? texts.refused);
    } else {
      again(me);
    }
  }

  function drop(me) {
    me.connection?.close();
    me.events?.close();
    if (me.session) fetch(me.session, { method: 'DELETE', keepalive: true }).catch(() => {});
    me.connection = me.events = me.session = undefined;
  }

  function hangUp() {
    const me = listener;
    listener = undefined;
    if (me) drop(me);
    part('sound').srcObject = null;
  }

  function finish(text) {
    hangUp();
    showListening(false);
    tell(text);
  }

  let known = {}; // The token of the name that was used here last, which stays one's own.

  async function listen(name) {
    const me = { failures: 0 };
    listener = me;
    part('start').disabled = true;
    tell(texts['listen.connecting']);
    try {
      const key = JSON.stringify([invited.passcode, invited.stream, name]);
      const said = await admission(name, known.key === key ? known.token : undefined);
      known = { key, token: said.token };
      if (me !== listener) return;
      me.token = said.token;
      me.whep = base + said.endpoints.player;
      showListening(true);
      part('stop').focus();
      await play(me);
    } catch (error) {
      failed(me, error);
    }
  }

  part('listen').addEventListener('submit', (event) => {
    event.preventDefault();
    const name = part('listener').value.trim();
    if (name && !listener) listen(name);
  });
  part('stop').addEventListener('click', () => {
    finish('');
    part('listener').focus();
  });
  part('volume').addEventListener('input', () => {
    part('sound').volume = part('volume').value / 100;
  });
  part('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      part('copied').textContent = texts.copied;
    } catch {
      part('copied').textContent = texts['copy.failed'];
    }
  });
  addEventListener('hashchange', show);
  addEventListener('pagehide', hangUp);
  show();
})();

// Drives the official Conversations SDK for ConversationsConformanceTest: commands come as lines of JSON on standard
// input, results and events leave as lines of JSON on standard output. Several clients, by name, share the process; a
// client of the Sync SDK may stand beside each.
'use strict';
const readline = require('node:readline');
const { Client } = require(process.argv[2]);

const out = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const people = new Map();
const state = (who) => people.get(who);

const plainMessage = (m) => ({
  sid: m.sid,
  index: m.index,
  author: m.author,
  body: m.body,
  subject: m.subject ?? null,
  attributes: m.attributes,
  participant: m.participantSid,
  updatedBy: m.lastUpdatedBy || null,
});
const plainParticipant = (p) => ({
  sid: p.sid,
  identity: p.identity,
  attributes: p.attributes,
  read: p.lastReadMessageIndex ?? null,
});
const plainConversation = (c) => ({
  sid: c.sid,
  name: c.uniqueName,
  friendlyName: c.friendlyName,
  attributes: c.attributes,
  status: c.status,
  state: c.state ? c.state.current : null,
  last: c.lastMessage ? c.lastMessage.index : null,
  read: c.lastReadMessageIndex ?? null,
  notify: c.notificationLevel,
});

function hear(who, client) {
  const say = (event, more) => out({ who, event, ...more });
  client.on('connectionStateChanged', (connection) => say('connection', { connection }));
  client.on('connectionError', (e) =>
    say('connectionError', { terminal: e.terminal, code: e.errorCode ?? null, status: e.httpStatusCode ?? null }));
  client.on('tokenAboutToExpire', () => say('tokenAboutToExpire'));
  client.on('tokenExpired', () => say('tokenExpired'));
  client.on('stateChanged', (value) => say('state', { state: value }));
  client.on('messageAdded', (m) => say('messageAdded', { message: plainMessage(m) }));
  client.on('messageUpdated', ({ message, updateReasons }) =>
    say('messageUpdated', { message: plainMessage(message), reasons: updateReasons }));
  client.on('messageRemoved', (m) => say('messageRemoved', { message: plainMessage(m) }));
  client.on('participantJoined', (p) => say('participantJoined', { identity: p.identity }));
  client.on('participantLeft', (p) => say('participantLeft', { identity: p.identity }));
  client.on('participantUpdated', ({ participant, updateReasons }) =>
    say('participantUpdated', { ...plainParticipant(participant), reasons: updateReasons }));
  client.on('typingStarted', (p) => say('typingStarted', { identity: p.identity }));
  client.on('typingEnded', (p) => say('typingEnded', { identity: p.identity }));
  client.on('conversationAdded', (c) => say('conversationAdded', { sid: c.sid }));
  client.on('conversationJoined', (c) => say('conversationJoined', { sid: c.sid }));
  client.on('conversationLeft', (c) => say('conversationLeft', { sid: c.sid }));
  client.on('conversationRemoved', (c) => say('conversationRemoved', { sid: c.sid }));
  client.on('conversationUpdated', ({ conversation, updateReasons }) =>
    say('conversationUpdated', { ...plainConversation(conversation), reasons: updateReasons }));
  client.on('userUpdated', ({ user, updateReasons }) =>
    say('userUpdated', { identity: user.identity, name: user.friendlyName, online: user.isOnline, reasons: updateReasons }));
}

const joined = (who) => state(who).conversation;
const message = async (who, index) => {
  const page = await joined(who).getMessages(1, index, 'backwards');
  return page.items[0];
};

const commands = {
  // Ready when initialised, which up to 2.1 only stateChanged tells.
  connect({ who, uri, token, wait = true }) {
    const client = new Client(token, { twilsock: { uri }, Twilsock: { uri }, logLevel: 'silent' });
    people.set(who, { client });
    hear(who, client);
    if (!wait) return {};
    return new Promise((resolve, reject) => {
      client.on('stateChanged', (value) => {
        if (value === 'initialized') resolve({ identity: client.user.identity, name: client.user.friendlyName });
      });
      client.on('connectionError', (e) => e.terminal && reject(Object.assign(new Error(e.message),
        { status: e.httpStatusCode, code: e.errorCode })));
    });
  },
  async open({ who, name }) {
    const conversation = await state(who).client.getConversationByUniqueName(name);
    state(who).conversation = conversation;
    return plainConversation(conversation);
  },
  async openBySid({ who, sid }) {
    const conversation = await state(who).client.getConversationBySid(sid);
    state(who).conversation = conversation;
    return plainConversation(conversation);
  },
  async create({ who, name }) {
    const conversation = await state(who).client.createConversation({ uniqueName: name, friendlyName: name });
    state(who).conversation = conversation;
    return plainConversation(conversation);
  },
  async join({ who }) { await joined(who).join(); return {}; },
  async leave({ who }) { await joined(who).leave(); return {}; },
  async destroy({ who }) { await joined(who).delete(); return {}; },
  async add({ who, identity }) { await joined(who).add(identity); return {}; },
  async remove({ who, identity }) { await joined(who).removeParticipant(identity); return {}; },
  async rename({ who, name }) { await joined(who).updateFriendlyName(name); return {}; },
  async change({ who, uniqueName, attributes }) {
    if (uniqueName !== undefined) await joined(who).updateUniqueName(uniqueName || null);
    if (attributes !== undefined) await joined(who).updateAttributes(attributes);
    return {};
  },
  async notify({ who, level }) { await joined(who).setUserNotificationLevel(level); return {}; },
  async mine({ who, limit }) {
    const names = [];
    let page = await state(who).client.getSubscribedConversations({ limit });
    for (;;) {
      names.push(...page.items.map((c) => c.uniqueName));
      if (!page.hasNextPage) return { names };
      page = await page.nextPage();
    }
  },
  async participant({ who, identity, sid }) {
    return plainParticipant(await (sid ? joined(who).getParticipantBySid(sid) : joined(who).getParticipantByIdentity(identity)));
  },
  // What the SDK fetches by itself after a conversation is known: roster and messages.
  async settled({ who }) {
    await joined(who).getParticipants();
    await joined(who).getMessages(1);
    return {};
  },
  conversation({ who }) { return plainConversation(joined(who)); },
  async participants({ who }) {
    return { participants: (await joined(who).getParticipants()).map(plainParticipant) };
  },
  async setAttributes({ who, attributes }) {
    const identity = state(who).client.user.identity;
    const me = (await joined(who).getParticipants()).find((p) => p.identity === identity);
    await me.updateAttributes(attributes);
    return {};
  },
  async send({ who, body, attributes }) {
    return { index: await joined(who).sendMessage(body, attributes) };
  },
  // By the message builder.
  async build({ who, body, subject, attributes, media }) {
    const builder = joined(who).prepareMessage().setBody(body).setSubject(subject).setAttributes(attributes);
    if (media) builder.addMedia({ contentType: 'text/plain', filename: 'x.txt', media: Buffer.from(media) });
    return { index: await builder.build().send() };
  },
  async sendMany({ who, prefix, count }) {
    const indexes = [];
    for (let i = 0; i < count; i++) indexes.push(await joined(who).sendMessage(`${prefix} ${i}`));
    return { indexes };
  },
  // Goes on whatever happens to single messages, and tells which were acknowledged.
  async sendSteadily({ who, prefix, count, pause }) {
    const sent = [];
    await Promise.all(Array.from({ length: count }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * pause));
      const body = `${prefix} ${i}`;
      try {
        await joined(who).sendMessage(body);
        sent.push(body);
      } catch (error) {
        // It may have been stored or not; nobody was told.
      }
    }));
    return { sent };
  },
  async messages({ who, size, anchor, direction }) {
    const page = await joined(who).getMessages(size, anchor, direction);
    return { messages: page.items.map(plainMessage), prev: page.hasPrevPage, next: page.hasNextPage };
  },
  // From the newest back to the oldest, page by page; then forward again from the oldest page.
  async walk({ who, size }) {
    let page = await joined(who).getMessages(size);
    const pages = [page.items.map((m) => m.index)];
    while (page.hasPrevPage && pages.length < 50) {
      page = await page.prevPage();
      pages.push(page.items.map((m) => m.index));
    }
    const forward = [];
    while (page.hasNextPage && forward.length < 50) {
      page = await page.nextPage();
      forward.push(page.items.map((m) => m.index));
    }
    return { pages, forward };
  },
  async edit({ who, index, body, attributes }) {
    const m = await message(who, index);
    if (body !== undefined) await m.updateBody(body);
    if (attributes !== undefined) await m.updateAttributes(attributes);
    return {};
  },
  async removeMessage({ who, index }) { await (await message(who, index)).remove(); return {}; },
  async typing({ who }) { await joined(who).typing(); return {}; },
  async read({ who, index }) { return { unread: await joined(who).updateLastReadMessageIndex(index) }; },
  async advance({ who, index }) { return { unread: await joined(who).advanceLastReadMessageIndex(index) }; },
  async readNothing({ who }) { return { unread: await joined(who).setAllMessagesUnread() }; },
  async readAll({ who }) { return { unread: await joined(who).setAllMessagesRead() }; },
  async counts({ who }) {
    return {
      unread: await joined(who).getUnreadMessagesCount(),
      messages: await joined(who).getMessagesCount(),
      participants: await joined(who).getParticipantsCount(),
    };
  },
  async user({ who, identity }) {
    const user = await state(who).client.getUser(identity);
    return { identity: user.identity, name: user.friendlyName, attributes: user.attributes, online: user.isOnline };
  },
  async renameSelf({ who, name }) { await state(who).client.user.updateFriendlyName(name); return {}; },
  async updateToken({ who, token }) { await state(who).client.updateToken(token); return {}; },
  connection({ who }) { return { connection: state(who).client.connectionState }; },
  // The Sync SDK on a socket of its own, with the same token.
  async sync({ who, sdk, uri, token, map }) {
    const module = require(sdk);
    const SyncClient = module.SyncClient || module.Client;
    const client = new SyncClient(token, { twilsock: { uri }, Twilsock: { uri }, logLevel: 'silent' });
    state(who).sync = client;
    client.on('connectionStateChanged', (connection) => out({ who, event: 'syncConnection', connection }));
    const opened = await client.map({ id: map, mode: 'open_existing' });
    opened.on('itemAdded', ({ item }) => out({ who, event: 'itemAdded', key: item.key }));
    return { sid: opened.sid };
  },
  async syncMissing({ who, name, kind }) {
    await state(who).sync[kind]({ id: name, mode: 'open_existing' });
    return {};
  },
  async shutdown({ who }) {
    if (state(who).sync) await state(who).sync.shutdown();
    await state(who).client.shutdown();
    people.delete(who);
    return {};
  },
};

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const { id, op, ...args } = JSON.parse(line);
  try {
    out({ id, result: await commands[op](args) });
  } catch (error) {
    const body = error.body && typeof error.body === 'object' ? error.body : {};
    out({ id, error: { status: error.status ?? null, code: error.code ?? body.code ?? null, message: String(error.message) } });
  }
}).on('close', () => process.exit(0));
process.on('unhandledRejection', (error) => out({ event: 'unhandled', message: String(error && error.message) }));

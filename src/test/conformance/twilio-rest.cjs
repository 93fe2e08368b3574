// The official REST helper against the embedded cloud's REST API: one run through every resource, one line of JSON
// with what came back. usage: node twilio-rest.cjs <base URL> <account SID> <auth token> <part>
const twilio = require('twilio');

const [base, account, authToken, part] = process.argv.slice(2);

/** Sends https://video.twilio.com/v1/… to <base>/rest/video/v1/…, whatever page links say. */
class LocalClient extends twilio.RequestClient {
  request(options) {
    const url = new URL(options.uri);
    const product = url.hostname.split('.')[0];
    return super.request({ ...options, uri: `${base}/rest/${product}${url.pathname}${url.search}` });
  }
}

const client = twilio(account, authToken, { httpClient: new LocalClient() });
const refused = (promise) =>
  promise.then(
    () => 'accepted',
    (error) => `${error.status}/${error.code}`,
  );

async function video(seen) {
  const rooms = client.video.v1.rooms;
  const room = await rooms.create({
    uniqueName: 'Java',
    type: 'group',
    statusCallback: 'http://127.0.0.1:9/rooms-webhook',
    statusCallbackMethod: 'POST',
  });
  seen.room = { sid: room.sid, name: room.uniqueName, status: room.status, type: room.type };
  seen.roomExists = await refused(rooms.create({ uniqueName: 'Java' }));
  seen.roomByName = (await rooms('Java').fetch()).sid === room.sid;
  seen.roomBySid = (await rooms(room.sid).fetch()).uniqueName;
  seen.roomMissing = await refused(rooms('nothing').fetch());
  seen.roomList = (await rooms.list({ status: 'in-progress' })).map((r) => r.uniqueName);
  seen.participants = (await rooms(room.sid).participants.list({ status: 'connected' })).length;
  seen.participantMissing = await refused(
    rooms('Java').participants('Bob').update({ status: 'disconnected' }),
  );
  seen.roomCompleted = (await rooms(room.sid).update({ status: 'completed' })).status;
  seen.roomGone = await refused(rooms('Java').fetch());
}

async function sync(seen) {
  const services = client.sync.v1.services;
  const made = await services.create({
    friendlyName: 'RM1',
    aclEnabled: true,
    webhookUrl: 'http://127.0.0.1:9/sync-webhook',
    reachabilityWebhooksEnabled: true,
    reachabilityDebouncingEnabled: true,
  });
  const service = services(made.sid);
  seen.syncService = {
    name: made.friendlyName,
    acl: made.aclEnabled,
    reachability: made.reachabilityWebhooksEnabled,
    debouncing: made.reachabilityDebouncingEnabled,
    window: made.reachabilityDebouncingWindow,
  };
  seen.syncServices = (await services.list()).some((s) => s.sid === made.sid);
  await service.syncMaps.create({ uniqueName: 'viewers' });
  seen.mapExists = await refused(service.syncMaps.create({ uniqueName: 'viewers' }));
  const items = service.syncMaps('viewers').syncMapItems;
  for (let i = 0; i < 60; i++) {
    await items.create({ key: `p${i}`, data: { n: i } });
  }
  seen.itemExists = await refused(items.create({ key: 'p1', data: {} }));
  seen.itemData = (await service.syncMaps('viewers').syncMapItems('p7').fetch()).data;
  seen.itemPages = (await items.list({ pageSize: 25 })).length;
  seen.itemRemoved = await service.syncMaps('viewers').syncMapItems('p7').remove();
  seen.itemMissing = await refused(service.syncMaps('viewers').syncMapItems('p7').remove());
  const permission = await service
    .syncMaps('viewers')
    .syncMapPermissions('Bob')
    .update({ read: true, write: false, manage: false });
  seen.permission = [permission.identity, permission.read, permission.write, permission.manage];
  await service.documents.create({ uniqueName: 'user-Bob', data: { speaker_invite: false } });
  seen.documentExists = await refused(service.documents.create({ uniqueName: 'user-Bob' }));
  const document = await service.documents('user-Bob').update({ data: { speaker_invite: true } });
  seen.documentData = document.data;
  await service.documents('user-Bob').documentPermissions('Bob').update({ read: true, write: false, manage: false });
  seen.serviceRemoved = await services(made.sid).remove();
  seen.serviceGone = await refused(services(made.sid).fetch());
}

async function objects(seen) {
  const made = await client.sync.v1.services.create({ friendlyName: 'RM2', aclEnabled: true });
  const service = client.sync.v1.services(made.sid);

  const list = await service.syncLists.create({ uniqueName: 'chat', ttl: 100 });
  const chat = service.syncLists('chat');
  seen.list = [list.uniqueName, list.sid.slice(0, 2), list.dateExpires !== null];
  seen.listExists = await refused(service.syncLists.create({ uniqueName: 'chat' }));
  seen.lists = (await service.syncLists.list()).map((l) => l.uniqueName);
  let last;
  for (let i = 0; i < 40; i++) {
    last = await chat.syncListItems.create({ data: { n: i } });
  }
  seen.listLastIndex = last.index;
  seen.listPages = (await chat.syncListItems.list({ pageSize: 25 })).map((i) => i.data.n).length;
  seen.listDown = (await chat.syncListItems.list({ order: 'desc', from: '10', limit: 3 })).map((i) => i.index);
  seen.listBeyond = (await chat.syncListItems.list({ from: '37', bounds: 'exclusive' })).map((i) => i.index);
  const item = await chat.syncListItems(7).fetch();
  const changed = await chat.syncListItems(7).update({ data: { n: -7 }, ifMatch: item.revision });
  seen.listItemChanged = changed.data;
  seen.listConflict = await refused(chat.syncListItems(7).update({ data: {}, ifMatch: item.revision }));
  seen.listTooLarge = await refused(chat.syncListItems.create({ data: { a: 'x'.repeat(16400) } }));
  seen.listTtlRefused = await refused(chat.syncListItems.create({ data: {}, itemTtl: 31536001 }));
  seen.listItemRemoved = await chat.syncListItems(7).remove({ ifMatch: changed.revision });
  seen.listItemMissing = await refused(chat.syncListItems(7).fetch());
  const grant = await chat.syncListPermissions('Bob').update({ read: true, write: true, manage: false });
  seen.listPermission = [grant.identity, grant.read, grant.write, grant.manage];
  seen.listPermissions = (await chat.syncListPermissions.list()).map((p) => p.identity);
  seen.listPermissionRemoved = await chat.syncListPermissions('Bob').remove();
  seen.listPermissionMissing = await refused(chat.syncListPermissions('Bob').fetch());
  seen.listStays = (await chat.update({ ttl: 0 })).dateExpires;
  seen.listRemoved = await chat.remove();
  seen.listGone = await refused(chat.fetch());

  const stream = await service.syncStreams.create({ uniqueName: 'reactions' });
  seen.stream = [stream.uniqueName, stream.sid.slice(0, 2)];
  seen.streamExists = await refused(service.syncStreams.create({ uniqueName: 'reactions' }));
  const message = await service.syncStreams('reactions').streamMessages.create({ data: { n: 1 } });
  seen.streamMessage = [message.sid.slice(0, 2), message.data.n];
  seen.streamTooLarge = await refused(
    service.syncStreams('reactions').streamMessages.create({ data: { a: 'x'.repeat(5000) } }),
  );
  seen.streamExpires = (await service.syncStreams('reactions').update({ ttl: 60 })).dateExpires !== null;
  seen.streamRemoved = await service.syncStreams('reactions').remove();
  seen.streamGone = await refused(service.syncStreams('reactions').fetch());

  const document = await service.documents.create({ uniqueName: 'paper', data: { n: 1 }, ttl: 60 });
  await service.documents('paper').update({ data: { n: 2 }, ifMatch: document.revision });
  seen.documentConflict = await refused(
    service.documents('paper').update({ data: { n: 3 }, ifMatch: document.revision }),
  );
  seen.documents = (await service.documents.list()).map((d) => [d.uniqueName, d.data.n]);
  seen.documentRemoved = await service.documents('paper').remove();
  seen.nameRefused = await refused(service.documents.create({ uniqueName: 'ET' + '0'.repeat(32) }));

  await service.syncMaps.create({ uniqueName: 'm' });
  const mapItem = await service.syncMaps('m').syncMapItems.create({ key: 'a-b', data: {}, itemTtl: 60 });
  seen.mapItem = [mapItem.key, mapItem.dateExpires !== null];
  seen.mapItemConflict = await refused(
    service.syncMaps('m').syncMapItems('a-b').update({ data: { n: 1 }, ifMatch: 'old' }),
  );
  seen.mapItemRemoved = await service.syncMaps('m').syncMapItems('a-b').remove();
  await client.sync.v1.services(made.sid).remove();
}

async function conversations(seen) {
  const made = await client.conversations.v1.services.create({ friendlyName: 'chats' });
  const service = client.conversations.v1.services(made.sid);
  const chat = await service.conversations.create({ uniqueName: 'RM1', 'timers.closed': 'P1D' });
  seen.chat = { name: chat.uniqueName, state: chat.state, closes: Boolean(chat.timers.date_closed) };
  seen.chatExists = await refused(service.conversations.create({ uniqueName: 'RM1' }));
  const participants = service.conversations('RM1').participants;
  const bob = await participants.create({ identity: 'Bob' });
  seen.chatParticipant = bob.identity;
  seen.chatTwice = await refused(participants.create({ identity: 'Bob' }));
  seen.chatMembers = (await participants.list()).map((p) => p.identity);
  const messages = service.conversations('RM1').messages;
  const first = await messages.create({ body: 'hello 😀', author: 'Bob', attributes: '{"k":1}' });
  seen.chatMessage = { index: first.index, body: first.body, author: first.author, attributes: first.attributes };
  for (let i = 1; i < 60; i++) await messages.create({ body: `m${i}` });
  seen.chatMessages = (await messages.list({ pageSize: 25 })).map((m) => m.index).join() === [...Array(60).keys()].join();
  seen.chatNewest = (await messages.list({ order: 'desc', limit: 1 }))[0].body;
  seen.chatEdited = (await messages(first.sid).update({ body: 'changed' })).body;
  seen.chatMessageRemoved = await messages(first.sid).remove();
  seen.chatMessageGone = await refused(messages(first.sid).fetch());
  seen.chatTooLong = await refused(messages.create({ body: 'x'.repeat(32 * 1024 + 1) }));
  seen.chatRead = (await participants(bob.sid).update({ lastReadMessageIndex: 5 })).lastReadMessageIndex;
  seen.chatUser = (await service.users('Bob').update({ friendlyName: 'Bob the Builder' })).friendlyName;
  seen.chatUsers = (await service.users.list()).map((u) => [u.identity, u.isOnline]);
  seen.chatClosed = (await service.conversations('RM1').update({ state: 'closed' })).state;
  seen.chatAfterClose = await refused(messages.create({ body: 'late' }));
  seen.chatRemoved = await service.conversations('RM1').remove();
  seen.chatGone = await refused(service.conversations('RM1').fetch());
}

const parts = { video, sync, objects, conversations };

async function main() {
  const seen = {};
  const stranger = twilio(account, 'wrong', { httpClient: new LocalClient() });
  seen.wrongToken = await refused(stranger.video.v1.rooms.list());
  await parts[part](seen);
  console.log(JSON.stringify(seen));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

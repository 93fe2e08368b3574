/**
 * The server side of Twilio Conversations: services, users, conversations, participants and
 * messages. Everything that clients read is a Sync object; everything that they change is a command
 * of their own.
 */
@NullMarked
package app.rostrum.cloud.conversations;

import org.jspecify.annotations.NullMarked;

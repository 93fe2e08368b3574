/**
 * The REST API of the embedded cloud, with the addresses, fields and error codes of Twilio's. A
 * router finds the resource for a request; each product has its resources.
 */
@NullMarked
package app.rostrum.cloud.rest;

import org.jspecify.annotations.NullMarked;

/** The public REST API of the embedded cloud. */
@NullMarked
package app.rostrum.cloud.rest;

import org.jspecify.annotations.NullMarked;

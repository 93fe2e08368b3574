/** The certificate by which a server speaks TLS: from files, or one of its own. */
@NullMarked
package app.rostrum.host.tls;

import org.jspecify.annotations.NullMarked;

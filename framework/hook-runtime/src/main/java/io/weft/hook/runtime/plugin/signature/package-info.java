/// Whether a jar comes, unchanged, from somebody whom the host trusts.
///
/// Entrance: {@link io.weft.hook.runtime.plugin.signature.TrustedSigners}, which a host makes of certificates or a key store.
///
/// Knows nothing of plugins, manifests' meaning, and what is done with a jar that is not trusted.
@NullMarked
package io.weft.hook.runtime.plugin.signature;

import org.jspecify.annotations.NullMarked;

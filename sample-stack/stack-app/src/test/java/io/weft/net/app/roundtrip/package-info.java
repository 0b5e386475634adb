/// The rules' text beside the installed iptables: what it takes, refuses, saves and lists, weft must too, letter by letter. Rules are made
/// up from `roundtrip/words.grammar`.
@NullMarked
package io.weft.net.app.roundtrip;

import org.jspecify.annotations.NullMarked;

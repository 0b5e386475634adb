/// Which rules of a chain a packet can match at all: the compiled form of a table's rules.
///
/// Every rule asks for something of a few numbers of the packet: addresses, protocol, interfaces, ports and what
/// {@link io.weft.net.tables.extension.HeaderMatch}es name. Each such number is a dimension, cut into intervals within which the same rules
/// are content; a packet lies in one interval of each, and where all their sets of rules meet are the rules that are worth asking. The sets
/// are rows of bits, so that 64 rules are met by one instruction, and only words with a bit in them are kept and looked at. Rules that ask
/// for the same numbers stand together in groups, each with sets of its own: a group is passed over as soon as one of its numbers suits
/// none of its rules.
///
/// It answers one question, `next`: from this row on, which row can match? Rows that it passes over cannot; a row that it names is then
/// asked by the interpreter, which decides, counts and acts. So it may name too many rows, where a rule asks for something that is no
/// interval or memory would not do, but never too few; and verdicts, counters, targets, hot drops and state in matches are
/// the interpreter's in both forms.
///
/// It is arrays and no generated code: what is left to run for a packet is a dozen look-ups and the check of a rule or two, and the
/// same warm code serves every table from its first packet on, while code generated for ten thousand rules would have to be loaded and
/// compiled anew with each of their changes.
///
/// Entrance: {@link io.weft.net.tables.engine.classify.Classifier}. Knows rules, but neither their order of execution nor their actions.
@NullMarked
package io.weft.net.tables.engine.classify;

import org.jspecify.annotations.NullMarked;

package io.weft.net.control;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/// One call of a {@link Command}: what a process has of its surroundings.
///
/// @param arguments the words after the command's name
/// @param in the caller's standard input, where {@link Command#readsInput} asked for it
/// @param out the caller's standard output, UTF-8
/// @param err the caller's standard error, UTF-8
public record CommandCall(List<String> arguments, InputStream in, PrintStream out, PrintStream err) { }

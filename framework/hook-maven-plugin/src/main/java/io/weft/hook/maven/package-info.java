/// Brings hook points into a program's classes while Maven builds it, and tries plugins in hosts.
///
/// Entrance: {@link io.weft.hook.maven.WeaveMojo}. What is done lies in {@link io.weft.hook.maven.ClassesWeaver}; ajc runs in a
/// process of its own on the tool chain's JDK, because inside Maven's JVM it could not read the types of a newer JDK. So do the hosts of
/// {@link io.weft.hook.maven.RunMojo} and {@link io.weft.hook.maven.CheckMojo}; what they do is in `hook-testkit`.
///
/// Knows the framework's annotations by name only, and nothing of chains and plugins.
@NullMarked
package io.weft.hook.maven;

import org.jspecify.annotations.NullMarked;

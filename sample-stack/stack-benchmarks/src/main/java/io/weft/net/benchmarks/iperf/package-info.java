/// One TCP stream between the stack and the kernel's `iperf3`, beside the kernel's own: run by `-Dbenchmark=iperf.KernelComparison`.
///
/// Speaks enough of iperf3's protocol to be its client: {@link io.weft.net.benchmarks.iperf.IperfTest}.
@NullMarked
package io.weft.net.benchmarks.iperf;

import org.jspecify.annotations.NullMarked;

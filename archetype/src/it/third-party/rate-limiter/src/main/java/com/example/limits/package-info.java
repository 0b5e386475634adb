/// A rate for each source of packets. Entrance: {@link com.example.limits.RateLimiter}.
@NullMarked
package com.example.limits;

import org.jspecify.annotations.NullMarked;

package com.example.limits;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;

/// `weft rates`: what the limiter did so far.
record RateCommand(RateLimiter limiter) implements Command {

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public String summary() {
        return "shows what the rate limiter did";
    }

    @Override
    public int run(CommandCall call) {
        if (!call.arguments().isEmpty()) {
            call.err().println("Usage: weft rates");
            return 2;
        }
        try {
            call.out().println(limiter.summary());
            return 0;
        } catch (Exception closed) {
            call.err().println("weft rates: " + closed.getMessage());
            return 1;
        }
    }
}

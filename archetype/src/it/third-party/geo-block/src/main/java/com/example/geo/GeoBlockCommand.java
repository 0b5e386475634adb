package com.example.geo;

import io.weft.net.Stack;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.util.List;

/// `weft geoblock reload`: reads the table anew. The rules stay, and so do their counters.
record GeoBlockCommand(Atlas atlas, Stack stack) implements Command {

    @Override
    public String name() {
        return "geoblock";
    }

    @Override
    public String summary() {
        return "reads the table of countries anew";
    }

    @Override
    public int run(CommandCall call) {
        if (!call.arguments().equals(List.of("reload"))) {
            call.err().println("Usage: weft geoblock reload");
            return 2;
        }
        try {
            CountryTable now = atlas.read();
            stack.onLoop(() -> {
                atlas.table(now);
                return null;
            });
            call.out().println(now.prefixes() + " prefixes");
            return 0;
        } catch (Exception e) {
            call.err().println("weft geoblock: the table stays as it was: " + e.getMessage());
            return 1;
        }
    }
}

package io.weft.net.conntrack.words;

import io.weft.net.conntrack.Conntrack;
import io.weft.net.tables.extension.Limits;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// `-j NOTRACK`: another way to write `-j CT --notrack`.
public final class NotrackExtension implements TargetExtension {

    private final Conntrack conntrack;

    NotrackExtension(Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    @Override
    public String name() {
        return "NOTRACK";
    }

    @Override
    public String listedName() {
        return "CT";
    }

    @Override
    public List<OptionSpec> options() {
        return List.of();
    }

    @Override
    public Limits limits() {
        return CtExtension.ONLY_RAW;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new OptionParser<>() {
            @Override
            public void option(OptionUse use) {
                throw new IllegalStateException("NOTRACK has no options");
            }

            @Override
            public RuleTarget finish() {
                return new CtTarget(true, true, "", "", 0, 0, "", conntrack);
            }
        };
    }

    @Override
    public String help() {
        return "NOTRACK does not take any options\n";
    }
}

package com.example.tee;

import io.weft.net.tables.extension.AddressText;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleTarget;
import io.weft.net.tables.extension.SyntaxException;
import io.weft.net.tables.extension.TargetExtension;
import java.util.List;

/// `-j TEE`: the words of the target.
final class TeeExtension implements TargetExtension {

    private static final List<OptionSpec> OPTIONS = List.of(OptionSpec.value("gateway").asRequired());

    private final Copies copies;

    TeeExtension(Copies copies) {
        this.copies = copies;
    }

    @Override
    public String name() {
        return "TEE";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleTarget> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                TEE target options:
                  --gateway IPADDR    Route packet via the gateway given by address

                """;
    }

    private final class Parser implements OptionParser<RuleTarget> {

        private int gateway;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            gateway = AddressText.require(use.value());
        }

        @Override
        public RuleTarget finish() {
            return new TeeTarget(gateway, copies);
        }
    }
}

package com.example.geo;

import io.weft.net.tables.extension.MatchExtension;
import io.weft.net.tables.extension.OptionParser;
import io.weft.net.tables.extension.OptionSpec;
import io.weft.net.tables.extension.OptionUse;
import io.weft.net.tables.extension.RuleMatch;
import io.weft.net.tables.extension.SyntaxException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `-m geoblock`: the words of the match.
final class GeoBlockExtension implements MatchExtension {

    private static final List<OptionSpec> OPTIONS = List.of(
            option(GeoBlockMatch.End.SOURCE, "destination-country", "country"),
            option(GeoBlockMatch.End.DESTINATION, "source-country", "country"),
            option(GeoBlockMatch.End.EITHER, "source-country", "destination-country"));

    private final Atlas atlas;

    GeoBlockExtension(Atlas atlas) {
        this.atlas = atlas;
    }

    private static OptionSpec option(GeoBlockMatch.End end, String... others) {
        return OptionSpec.value(end.option()).withInversion().excluding(others);
    }

    @Override
    public String name() {
        return "geoblock";
    }

    @Override
    public List<OptionSpec> options() {
        return OPTIONS;
    }

    @Override
    public OptionParser<RuleMatch> parser() {
        return new Parser();
    }

    @Override
    public String help() {
        return """
                geoblock match options (one of them):
                [!] --source-country CC[,CC...]         Match source addresses of these countries
                [!] --destination-country CC[,CC...]    Match destination addresses of these countries
                [!] --country CC[,CC...]                Match where one of the two addresses is
                """;
    }

    private final class Parser implements OptionParser<RuleMatch> {

        private GeoBlockMatch.@Nullable End end;
        private SortedSet<String> countries = new TreeSet<>();
        private boolean inverted;

        @Override
        public void option(OptionUse use) throws SyntaxException {
            end = GeoBlockMatch.End.of(use.name());
            inverted = use.inverted();
            for (String word : use.value().split(",", -1)) {
                try {
                    String code = Countries.code(Countries.index(word));
                    if (!atlas.table().has(Countries.index(code))) {
                        use.warn("geoblock: no prefix belongs to " + code + "\n");
                    }
                    countries.add(code);
                } catch (IllegalArgumentException e) {
                    throw new SyntaxException("geoblock: bad value for option \"--" + use.name() + "\": " + e.getMessage() + ".\n");
                }
            }
        }

        @Override
        public RuleMatch finish() throws SyntaxException {
            if (end == null) {
                throw new SyntaxException("geoblock: one of --source-country, --destination-country and --country must be specified\n");
            }
            return new GeoBlockMatch(end, List.copyOf(countries), inverted, atlas);
        }
    }
}

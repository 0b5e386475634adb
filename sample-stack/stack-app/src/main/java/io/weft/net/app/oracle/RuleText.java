package io.weft.net.app.oracle;

import java.util.ArrayList;
import java.util.List;

/// The tables of a text in the notation of iptables-save.
///
/// @param table its name
/// @param text from the line with the name to COMMIT
record RuleText(String table, String text) {

    static List<RuleText> tables(String rules) {
        List<RuleText> tables = new ArrayList<>();
        String table = "";
        StringBuilder text = new StringBuilder();
        for (String line : rules.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1).strip();
                text.setLength(0);
            }
            text.append(line).append('\n');
            if (line.strip().equals("COMMIT")) {
                tables.add(new RuleText(table, text.toString()));
            }
        }
        return tables;
    }
}

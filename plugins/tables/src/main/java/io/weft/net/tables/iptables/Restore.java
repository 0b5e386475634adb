package io.weft.net.tables.iptables;

import io.weft.net.control.CommandCall;
import io.weft.net.tables.engine.LiveTable;
import io.weft.net.tables.engine.TableDraft;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of `iptables-restore` over one text.
///
/// iptables commits a table at its COMMIT; here all tables of the text are committed together at its end, and none when any line
/// is wrong. A table that the kernel would refuse is refused at its COMMIT all the same, so that the line in the message is right.
final class Restore {

    private static final int MAX_CHAIN_NAME = 29;

    private final Tool tool;
    private final TableRegistry registry;
    private final CommandCall call;
    private final boolean withCounters;
    private final boolean verbose;
    private final boolean testOnly;
    private final boolean keep;
    private final boolean dryRun;
    private final @Nullable String onlyTable;

    private final Map<String, Editor> done = new LinkedHashMap<>();
    private final List<TableDraft> drafts = new ArrayList<>();
    private @Nullable Editor editor;
    private String tableName = "";
    private int line;

    Restore(Tool tool, TableRegistry registry, SimpleOptions words, CommandCall call) {
        this.tool = tool;
        this.registry = registry;
        this.call = call;
        withCounters = words.has("-c");
        verbose = words.has("-v");
        testOnly = words.has("-t");
        keep = words.has("-n");
        dryRun = words.has(RestoreCommand.DRY_RUN);
        onlyTable = words.value("-T");
    }

    /// @return the exit code
    int run(String text) {
        try {
            for (String each : text.split("\n", -1)) {
                line++;
                if (!each.isEmpty() && !take(each)) {
                    return failed(line);
                }
            }
            if (editor != null) {
                call.err().print(tool.name() + ": COMMIT expected at line " + line + "\n");
                return 1;
            }
            if (dryRun) {
                return printDifference();
            }
            if (!testOnly) {
                registry.commit(drafts);
            }
            return 0;
        } catch (ToolException trouble) {
            return tool.complain(trouble, line, call.err());
        } catch (ChainException refused) {
            return failed(line);
        } catch (RefusedException impossible) {
            throw new IllegalStateException("a table was checked at its COMMIT and refused at the end", impossible);
        }
    }

    private int printDifference() {
        boolean differs = false;
        for (Editor finished : done.values()) {
            String difference = Difference.between(finished.draftBefore(), finished.draft());
            call.out().print(difference);
            differs |= !difference.isEmpty();
        }
        return differs ? RestoreCommand.WOULD_CHANGE : 0;
    }

    private int failed(int at) {
        call.err().print(tool.name() + ": line " + at + " failed\n");
        return 1;
    }

    /// @return false for a line that has no place here
    private boolean take(String text) throws ToolException, ChainException {
        if (text.startsWith("#")) {
            call.out().print(verbose ? text + "\n" : "");
            return true;
        }
        Editor current = editor;
        if (current == null) {
            if (text.startsWith("*")) {
                return begin(text.substring(1).strip());
            }
            return onlyTable != null && !tableName.equals(onlyTable);
        }
        if (text.equals("COMMIT")) {
            return commit(current);
        }
        if (text.startsWith(":")) {
            chain(current, text.substring(1).strip().split("[ \t]+"));
        } else {
            rule(current, text);
        }
        return true;
    }

    private boolean begin(String name) throws ToolException, ChainException {
        if (name.isEmpty()) {
            throw ToolException.parameter(tool.name() + ": line " + line + " table name invalid");
        }
        tableName = name.split("[ \t]")[0];
        if (onlyTable != null && !tableName.equals(onlyTable)) {
            return true;
        }
        LiveTable table = dryRun ? registry.glance(tableName) : registry.table(tableName);
        if (table == null) {
            throw ToolException.parameter(tool.name() + ": unable to initialize table '" + tableName + "'");
        }
        // a table that comes twice goes on from where the first part left it
        Editor next = done.get(tableName);
        if (next == null) {
            next = new Editor(table, call.out(), call.err());
        }
        if (!keep) {
            next.flush(null, verbose);
            next.delete(null, verbose);
        }
        editor = next;
        return true;
    }

    private boolean commit(Editor finished) throws ChainException {
        editor = null;
        // the kernel is not asked by a test, but what a dry run shows must be what it would take
        if (testOnly && !dryRun) {
            return true;
        }
        try {
            registry.check(finished.draft(), drafts);
        } catch (RefusedException refused) {
            throw ChainException.of(refused);
        }
        if (done.put(tableName, finished) == null) {
            drafts.add(finished.draft());
        }
        return true;
    }

    private void chain(Editor current, String[] words) throws ToolException, ChainException {
        String name = words[0];
        if (name.isEmpty()) {
            throw ToolException.parameter(tool.name() + ": line " + line + " chain name invalid");
        }
        if (name.length() >= MAX_CHAIN_NAME) {
            throw ToolException.parameter("Invalid chain name `" + name + "' (" + (MAX_CHAIN_NAME - 1) + " chars max)");
        }
        var there = current.draft().chain(name);
        if (there == null) {
            current.create(name);
        } else if (!there.isBuiltIn()) {
            if (!keep) {
                throw ToolException.parameter("error creating chain '" + name + "':File exists");
            }
            current.flush(name, false);
        }
        if (words.length < 2) {
            throw ToolException.parameter(tool.name() + ": line " + line + " policy invalid");
        }
        if (!words[1].equals("-")) {
            policy(current, name, words);
        }
    }

    private void policy(Editor current, String name, String[] words) throws ToolException {
        Invocation.Counters counters = null;
        if (withCounters) {
            counters = words.length < 3 ? null : policyCounters(words[2]);
            if (counters == null) {
                throw ToolException.parameter("invalid policy counters for chain '" + name + "'");
            }
        }
        try {
            current.policy(name, words[1], counters);
        } catch (ChainException refused) {
            throw new ToolException(ToolException.Kind.OTHER,
                    "Can't set policy `" + words[1] + "' on `" + name + "' line " + line + ": " + refused.text());
        }
    }

    private static Invocation.@Nullable Counters policyCounters(String text) {
        if (!text.matches("\\[\\d{1,20}:\\d{1,20}].*")) {
            return null;
        }
        int colon = text.indexOf(':');
        try {
            return new Invocation.Counters(
                    Long.parseUnsignedLong(text, 1, colon, 10), Long.parseUnsignedLong(text, colon + 1, text.indexOf(']'), 10));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private void rule(Editor current, String text) throws ToolException, ChainException {
        var words = new ArrayList<String>();
        String rest = text;
        if (text.startsWith("[")) {
            int colon = text.indexOf(':');
            int end = text.indexOf(']');
            if (end < 0 || colon < 2 || colon > end) {
                throw ToolException.parameter("Bad line " + line + ": need ]");
            }
            if (withCounters) {
                words.addAll(List.of("--set-counters", text.substring(1, colon).strip(), text.substring(colon + 1, end).strip()));
            }
            rest = text.substring(end + 1);
        }
        // iptables shows rules only while it builds a table anew
        if (verbose && !keep) {
            words.add("-v");
        }
        words.addAll(QuotedWords.split(rest + "\n"));
        Invocation read = new CommandParser(tool, registry, words, tableName, call.out(), call.err()).parse();
        if (read != null) {
            current.run(read);
        }
    }
}

package io.weft.net.tables.iptables;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.tables.engine.LiveTable;
import io.weft.net.tables.engine.TableRegistry;
import io.weft.net.tables.extension.RefusedException;
import java.util.List;

/// The command `iptables`: one change of one table, or a look at it.
public final class IptablesCommand implements Command {

    private static final Tool TOOL = new Tool("iptables");
    private static final int MAX_TABLE_NAME = 32;

    private final TableRegistry registry;

    public IptablesCommand(TableRegistry registry) {
        this.registry = registry;
    }

    @Override
    public String name() {
        return TOOL.name();
    }

    @Override
    public String summary() {
        return "lists and changes the rules of a table (iptables -h)";
    }

    @Override
    public int run(CommandCall call) {
        registry.lock().lock();
        try {
            return runLocked(call);
        } catch (ToolException trouble) {
            return TOOL.complain(trouble, 0, call.err());
        } catch (ChainException refused) {
            call.err().print(TOOL.name() + ": " + refused.sentence() + "\n");
            return 1;
        } finally {
            registry.lock().unlock();
        }
    }

    private int runLocked(CommandCall call) throws ToolException, ChainException {
        Invocation words = new CommandParser(TOOL, registry, call.arguments(), null, call.out(), call.err()).parse();
        if (words == null) {
            return 0;
        }
        LiveTable table = registry.table(words.table());
        if (table == null) {
            throw new ToolException(ToolException.Kind.VERSION, "can't initialize iptables table `" + words.table() + "': "
                    + (words.table().length() < MAX_TABLE_NAME
                            ? "Table does not exist (do you need to insmod?)"
                            : "Module is wrong version"));
        }
        var editor = new Editor(table, call.out(), call.err());
        editor.run(words);
        if (editor.changed()) {
            commit(editor);
        }
        return 0;
    }

    private void commit(Editor editor) throws ChainException {
        try {
            registry.commit(List.of(editor.draft()));
        } catch (RefusedException refused) {
            throw ChainException.of(refused);
        }
    }
}

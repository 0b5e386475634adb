package com.example.nic;

import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import java.util.List;

/// `weft cable`: which there are; pulls and mends them.
final class CableCommand implements Command {

    @Override
    public String name() {
        return "cable";
    }

    @Override
    public String summary() {
        return "shows, pulls and mends the cables of mem: NICs";
    }

    @Override
    public int run(CommandCall call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            Cable.names().forEach(name -> call.out().println(name + (isPulled(name) ? " pulled" : "")));
            return 0;
        }
        if (words.size() != 2 || !List.of("pull", "mend").contains(words.getFirst())) {
            call.err().println("Usage: weft cable [pull NAME | mend NAME]");
            return 2;
        }
        Cable cable = Cable.find(words.get(1));
        if (cable == null) {
            call.err().println("weft cable: there is no cable " + words.get(1) + "; there are " + Cable.names());
            return 1;
        }
        cable.pulled(words.getFirst().equals("pull"));
        return 0;
    }

    private static boolean isPulled(String name) {
        Cable cable = Cable.find(name);
        return cable != null && cable.isPulled();
    }
}

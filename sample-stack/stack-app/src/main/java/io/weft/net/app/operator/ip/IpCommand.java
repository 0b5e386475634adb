package io.weft.net.app.operator.ip;

import io.weft.net.app.operator.text.Words;
import io.weft.net.control.Command;
import io.weft.net.control.CommandCall;
import io.weft.net.stack.NetStack;
import java.util.List;

/// The command `ip`, for the running stack.
public final class IpCommand implements Command {

    public static final String HELP = """
            Usage: weft ip [ OPTIONS ] OBJECT { COMMAND | help }
            where  OBJECT := { address | link | neighbour | route | rule }
                   OPTIONS := { -V[ersion] | -s[tatistics] | -j[son] | -p[retty] | -br[ief] | -o[neline] |
                                -f[amily] inet | -4 | -h[elp] }

            Shows and changes the running stack, not the kernel. Objects, commands and options may be shortened, as in
            'weft ip -br a', 'weft ip r get 192.0.2.1', 'weft ip n'; 'weft ip route help' tells what an object takes.
            Exit codes: 0 done, 1 a word is wrong, 2 the stack refuses, 255 not understood.
            """;

    private static final int EXIT_USAGE = 255;

    private final List<IpObject> objects;

    public IpCommand(NetStack stack) {
        Devices devices = new Devices(stack);
        // as ip orders them: `r` is route, `ru` is rule, `a` is address
        objects = List.of(new AddressObject(stack, devices), new LinkObject(stack, devices), new NeighborObject(stack, devices),
                new RouteObject(stack, devices), new RuleObject(stack, devices));
    }

    @Override
    public String name() {
        return "ip";
    }

    @Override
    public String summary() {
        return "shows and changes addresses, links, neighbours, routes and rules, as iproute2's ip does";
    }

    @Override
    public int run(CommandCall call) {
        try {
            return run(new Words(call.arguments()), call);
        } catch (IpFailure failure) {
            call.err().println(failure.getMessage());
            return failure.exitCode();
        }
    }

    private int run(Words words, CommandCall call) throws IpFailure {
        IpOptions options = IpOptions.read(words);
        if (options.version()) {
            call.out().println("ip utility, weft");
            return 0;
        }
        String name = words.poll();
        if (options.help()) {
            call.out().print(HELP);
            return 0;
        }
        if (name == null || name.equals("help")) {
            call.err().print(HELP);
            return EXIT_USAGE;
        }
        IpObject object = object(name);
        String wanted = words.poll();
        String command = wanted == null ? object.usual() : command(object, wanted);
        if (command.equals("help")) {
            boolean asked = wanted != null && wanted.startsWith("-");
            (asked ? call.out() : call.err()).print(object.help());
            return asked ? 0 : EXIT_USAGE;
        }
        call.out().print(object.run(command, words, options));
        return 0;
    }

    private IpObject object(String name) throws IpFailure {
        for (IpObject object : objects) {
            if (object.name().startsWith(name.startsWith("neighbor") ? "neighbour" : name)) {
                return object;
            }
        }
        throw IpFailure.failed("Object \"" + name + "\" is unknown, try \"ip help\".");
    }

    private static String command(IpObject object, String wanted) throws IpFailure {
        if (wanted.equals("--help") || wanted.equals("-h")) {
            return "help";
        }
        for (String command : object.commands()) {
            if (command.startsWith(wanted)) {
                return switch (command) {
                    case "list", "lst" -> "show";
                    default -> command;
                };
            }
        }
        throw IpFailure.usage("Command \"" + wanted + "\" is unknown, try \"ip " + object.name() + " help\".");
    }
}

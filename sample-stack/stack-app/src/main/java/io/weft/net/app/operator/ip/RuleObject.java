package io.weft.net.app.operator.ip;

import io.weft.net.address.Ipv4;
import io.weft.net.address.Ipv4Prefix;
import io.weft.net.app.operator.text.Json;
import io.weft.net.app.operator.text.Words;
import io.weft.net.stack.NetStack;
import io.weft.net.stack.route.RoutingRule;
import io.weft.net.stack.route.TableNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `ip rule`.
final class RuleObject implements IpObject {

    private final NetStack stack;
    private final Devices devices;

    RuleObject(NetStack stack, Devices devices) {
        this.stack = stack;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "rule";
    }

    @Override
    public String help() {
        return """
                Usage: weft ip rule show
                       weft ip rule { add | del } [ not ] [ from PREFIX ] [ to PREFIX ] [ fwmark MARK[/MASK] ] [ tos TOS ] [ iif DEVICE ]
                                                  [ pref NUMBER ] { lookup TABLE | blackhole | unreachable | prohibit }
                       weft ip rule del pref NUMBER
                       weft ip rule flush
                """;
    }

    @Override
    public List<String> commands() {
        return List.of("list", "lst", "show", "add", "delete", "flush", "help");
    }

    @Override
    public String run(String command, Words words, IpOptions options) throws IpFailure {
        return switch (command) {
            case "show" -> show(options);
            case "add" -> add(words);
            case "delete" -> delete(words);
            case "flush" -> flush();
            default -> throw IpFailure.notHere("ip rule " + command);
        };
    }

    // ---- changing

    private String add(Words words) throws IpFailure {
        RoutingRule rule = read(words);
        if (rule.in() != null && !rule.in().equals("lo")) {
            devices.get(rule.in());
        }
        try {
            stack.addRule(rule);
            return "";
        } catch (IllegalArgumentException e) {
            throw IpFailure.answered("File exists");
        }
    }

    /// The first rule of which all is true that the words say.
    private String delete(Words words) throws IpFailure {
        if (words.isEmpty()) {
            throw IpFailure.answered("Address family not supported by protocol");
        }
        boolean namesTable = words.rest().contains("lookup") || words.rest().contains("table");
        RoutingRule wanted = read(words);
        for (RoutingRule rule : stack.rules()) {
            if (isMeant(rule, wanted, namesTable)) {
                stack.removeRule(rule);
                return "";
            }
        }
        throw IpFailure.answered("No such file or directory");
    }

    private static boolean isMeant(RoutingRule rule, RoutingRule wanted, boolean namesTable) {
        return (wanted.priority() == RoutingRule.ANY_PRIORITY || wanted.priority() == rule.priority())
                && wanted.inverted() == rule.inverted()
                && (wanted.from().equals(Ipv4Prefix.ALL) || wanted.from().equals(rule.from()))
                && (wanted.to().equals(Ipv4Prefix.ALL) || wanted.to().equals(rule.to()))
                && (wanted.markMask() == 0 || wanted.mark() == rule.mark() && wanted.markMask() == rule.markMask())
                && (wanted.tos() == 0 || wanted.tos() == rule.tos())
                && (wanted.in() == null || wanted.in().equals(rule.in()))
                && (wanted.action() == RoutingRule.Action.LOOKUP
                        ? !namesTable || wanted.table() == rule.table() : wanted.action() == rule.action());
    }

    /// All but the rule for the table local, as ip does.
    private String flush() {
        stack.rules().stream().filter(rule -> rule.priority() != 0).forEach(stack::removeRule);
        return "";
    }

    private static RoutingRule read(Words words) throws IpFailure {
        List<String> rest = words.rest();
        for (int i = 0; i < rest.size(); i++) {
            String word = rest.get(i);
            if (List.of("from", "to").contains(word) && i + 1 < rest.size()) {
                RouteWords.prefix(rest.get(++i));
            } else if (List.of("oif", "goto", "ipproto", "sport", "dport", "uidrange", "suppress_prefixlength", "suppress_ifgroup", "realms",
                    "nop", "nat", "l3mdev", "protocol").contains(word)) {
                throw IpFailure.notHere("the word " + word);
            }
        }
        try {
            return RoutingRule.parse(String.join(" ", rest));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String unknown = reason.replaceFirst("(?s)^rule '.*?': '(.*?)' is none of .*$", "$1");
            if (!unknown.equals(reason)) {
                throw IpFailure.wrong(unknown, "Failed to parse rule type");
            }
            throw IpFailure.usage("Error: " + reason);
        }
    }

    // ---- showing

    private String show(IpOptions options) {
        if (options.json()) {
            return Json.of(stack.rules().stream().map(RuleObject::tree).toList(), options.pretty());
        }
        StringBuilder text = new StringBuilder();
        stack.rules().forEach(rule -> text.append(rule.toString().replaceFirst(": ", ":\t")).append('\n'));
        return text.toString();
    }

    private static Map<String, Object> tree(RoutingRule rule) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("priority", rule.priority());
        if (rule.inverted()) {
            tree.put("not", null);
        }
        prefix(tree, "src", rule.from(), true);
        prefix(tree, "dst", rule.to(), false);
        if (rule.tos() != 0) {
            tree.put("tos", "0x" + Integer.toHexString(rule.tos()));
        }
        if (rule.markMask() != 0) {
            tree.put("fwmark", "0x" + Integer.toHexString(rule.mark()));
            if (rule.markMask() != -1) {
                tree.put("fwmask", "0x" + Integer.toHexString(rule.markMask()));
            }
        }
        if (rule.in() != null) {
            tree.put("iif", rule.in());
        }
        if (rule.action() == RoutingRule.Action.LOOKUP) {
            tree.put("table", TableNumbers.format(rule.table()));
        } else {
            tree.put("action", rule.action().name().toLowerCase(Locale.ROOT));
        }
        return tree;
    }

    private static void prefix(Map<String, Object> tree, String key, Ipv4Prefix prefix, boolean always) {
        if (prefix.equals(Ipv4Prefix.ALL)) {
            if (always) {
                tree.put(key, "all");
            }
            return;
        }
        tree.put(key, Ipv4.format(prefix.address()));
        if (prefix.length() != 32) {
            tree.put(key + "len", prefix.length());
        }
    }
}

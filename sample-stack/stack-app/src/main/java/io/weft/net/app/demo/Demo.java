package io.weft.net.app.demo;

import io.weft.net.address.Ipv4;
import io.weft.net.app.router.Router;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Tells how a rule stops DNS and nothing else, how a client hides behind its router, and how a web server does, by doing it: each line is
/// a packet sent and an answer that came, or did not.
public final class Demo {

    private static final int DNS_PORT = 53;
    private static final int OTHER_PORT = 7777;
    private static final int PINGS = 3;
    private static final long ANSWER_TIMEOUT_MS = 2000;
    /// How long to wait for an answer that must not come; one that comes takes a millisecond.
    private static final long SILENCE_MS = 300;
    private static final String RULE = "FORWARD -p udp --dport 53 -j DROP";
    private static final String MASQUERADE = "-t nat -A POSTROUTING -o eth1 -j MASQUERADE";
    /// What the router expects of the server's answers to a client that it hides.
    private static final String HIDDEN = "src=" + Lab.SERVER + " dst=" + Lab.ROUTER_TO_SERVER;

    private static final String FORWARDED = "-t nat -A PREROUTING -d " + Lab.ROUTER_TO_CLIENT + " -p tcp --dport 80 -j DNAT --to-destination "
            + Lab.SERVER + ":" + Lab.HTTP_PORT;
    /// Whom the client believes to talk to.
    private static final String TRANSLATED = "src=" + Lab.CLIENT + " dst=" + Lab.ROUTER_TO_CLIENT;

    private final PrintStream out;
    private boolean asTold = true;

    public Demo(PrintStream out) {
        this.out = out;
    }

    /// Tells the story.
    ///
    /// @param plugins the folder of plugin jars for the router
    /// @return whether everything happened as it was told
    public boolean run(Path plugins) throws Exception {
        try (Lab lab = Lab.build(plugins, List.of(DNS_PORT, OTHER_PORT));
                Ping ping = new Ping(lab.client(), lab.client().hooks());
                HookLedger ledger = new HookLedger(lab.router().stack().hooks())) {
            out.println("Three IPv4 stacks in this process, on wires in memory:");
            out.println();
            out.println("    client " + Lab.CLIENT + " ────── " + Lab.ROUTER_TO_CLIENT + " router " + Lab.ROUTER_TO_SERVER + " ────── "
                    + Lab.SERVER + " server");
            out.println();
            out.println("The router's plugins, loaded from jars in " + plugins + ": " + String.join(", ", lab.router().pluginNames()) + ".");
            out.println("The server answers pings, and UDP on ports " + DNS_PORT + " (as a DNS server would) and " + OTHER_PORT + ", and HTTP on port "
                    + Lab.HTTP_PORT + ".");

            chapter("1. No rules");
            traffic(lab, ping, true);
            hooks(ledger);

            chapter("2. A rule against DNS");
            iptables(lab, "-A " + RULE);
            traffic(lab, ping, false);
            hooks(ledger);
            iptables(lab, "-L FORWARD -v -n");

            chapter("3. The rule is deleted");
            iptables(lab, "-D " + RULE);
            traffic(lab, ping, true);
            hooks(ledger);

            chapter("4. The server does not learn who asks");
            iptables(lab, MASQUERADE);
            traffic(lab, ping, true);
            connections(lab);
            hooks(ledger);

            chapter("5. A web server behind the router");
            iptables(lab, FORWARDED);
            website(lab);
            hooks(ledger);
        }
        out.println();
        out.println(asTold ? "All of it happened as told." : "Something was NOT AS TOLD: see above.");
        return asTold;
    }

    private void chapter(String title) {
        out.println();
        out.println(title);
        out.println("─".repeat(title.length()));
    }

    private void traffic(Lab lab, Ping ping, boolean dnsPasses) throws Exception {
        int answered = 0;
        for (int i = 0; i < PINGS; i++) {
            answered += ping.send(Ipv4.parse(Lab.SERVER), ANSWER_TIMEOUT_MS) ? 1 : 0;
        }
        tell("client: ping server", answered + " of " + PINGS + " answered", answered == PINGS);
        boolean router = ping.send(Ipv4.parse(Lab.ROUTER_TO_CLIENT), ANSWER_TIMEOUT_MS);
        tell("client: ping router", router ? "answered" : "no answer", router);
        boolean other = lab.ask(OTHER_PORT, "hello", ANSWER_TIMEOUT_MS);
        tell("client: UDP 'hello' to server:" + OTHER_PORT, other ? "answered" : "no answer", other);
        boolean dns = lab.ask(DNS_PORT, "where is example.org?", dnsPasses ? ANSWER_TIMEOUT_MS : SILENCE_MS);
        tell("client: UDP 'where is example.org?' to server:" + DNS_PORT, dns ? "answered" : "no answer", dns == dnsPasses);
    }

    /// By TCP, and by name: the client's hosts table has the router for the site, the router has the server.
    private void website(Lab lab) throws Exception {
        String page = lab.fetch(Lab.SITE, "/hello");
        tell("client: GET http://" + Lab.SITE + "/hello", page,
                page.equals("HTTP/1.1 200 OK: " + Lab.ROUTER_TO_SERVER + " asked for /hello on " + Lab.SITE));
        List<String> connections = call(lab, "conntrack", "-L -p tcp").out().lines().toList();
        tell("the router translates both ends", connections.size() + " connection",
                connections.size() == 1 && connections.getFirst().contains(TRANSLATED) && connections.getFirst().contains(HIDDEN));
    }

    private void tell(String what, String outcome, boolean right) {
        asTold &= right;
        out.printf("  %-56s %-16s%s%n", what, outcome, right ? "" : "  ← NOT AS TOLD");
    }

    private void iptables(Lab lab, String words) throws Exception {
        call(lab, "iptables", words);
    }

    /// Shows both ends' view of each connection to the server: from the client, and back to the router.
    private void connections(Lab lab) throws Exception {
        List<String> connections = call(lab, "conntrack", "-L -d " + Lab.SERVER).out().lines().toList();
        long hidden = connections.stream().filter(line -> line.contains(HIDDEN)).count();
        tell("the server answers the router, not the client", hidden + " of " + connections.size(),
                !connections.isEmpty() && hidden == connections.size());
    }

    private Router.Answer call(Lab lab, String command, String words) throws Exception {
        out.println("  router: " + command + " " + words);
        Router.Answer answer = lab.router().call(command, List.of(words.split(" ")), "");
        answer.output().lines().forEach(line -> out.println("    " + line));
        if (answer.exitCode() != 0) {
            tell(command + " " + words, "exit code " + answer.exitCode(), false);
        }
        return answer;
    }

    private void hooks(HookLedger ledger) {
        out.println();
        out.println("  The router's hooks meanwhile   packets   decided by");
        for (HookLedger.Entry entry : ledger.look()) {
            out.printf("    %-28s %7d   %s%n", entry.hook(), entry.seen(), inWords(entry.deciders()));
        }
        out.println();
    }

    /// Those that accepted all that they saw by their plugins' names, then the others with their counts.
    private static String inWords(List<HookLedger.Decider> deciders) {
        String accepting = deciders.stream().filter(each -> each.dropped() + each.stolen() == 0).map(HookLedger.Decider::plugin)
                .distinct().collect(Collectors.joining(", "));
        String others = deciders.stream().filter(each -> each.dropped() + each.stolen() > 0).map(Demo::inWords)
                .collect(Collectors.joining("; "));
        return accepting + (accepting.isEmpty() || others.isEmpty() ? "" : "; ") + others;
    }

    private static String inWords(HookLedger.Decider decider) {
        return decider.plugin() + " " + decider.name() + ": " + decider.accepted() + " accepted"
                + (decider.dropped() > 0 ? ", " + decider.dropped() + " DROPPED" : "")
                + (decider.stolen() > 0 ? ", " + decider.stolen() + " stolen" : "");
    }
}

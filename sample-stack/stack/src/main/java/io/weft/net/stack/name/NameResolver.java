package io.weft.net.stack.name;

import io.weft.net.address.Ipv4;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/// Finds the IPv4 addresses of names. What DNS answered, that there is nothing included, is kept as long as it says. From any thread.
public final class NameResolver {

    private final HostsTable hosts;
    private final @Nullable LookupSession dns;

    /// One that asks no server.
    public NameResolver(NameSettings settings) {
        hosts = settings.hosts();
        dns = null;
    }

    /// @param transport how questions travel to the servers
    public NameResolver(NameSettings settings, IoClientFactory transport) {
        hosts = settings.hosts();
        dns = session(settings, transport);
    }

    private static LookupSession session(NameSettings settings, IoClientFactory transport) {
        List<Resolver> servers = new ArrayList<>();
        for (InetSocketAddress server : settings.servers()) {
            SimpleResolver resolver = new SimpleResolver(server);
            resolver.setIoClientFactory(transport);
            resolver.setTimeout(settings.timeout());
            servers.add(resolver);
        }
        ExtendedResolver all = new ExtendedResolver(servers);
        all.setRetries(settings.attempts());
        all.setTimeout(settings.timeout().multipliedBy((long) settings.attempts() * servers.size()));
        return LookupSession.builder().resolver(all).cache(new Cache(DClass.IN)).ndots(settings.dots())
                .searchPath(settings.search().stream().map(NameResolver::domain).toList())
                .executor(Runnable::run).build();
    }

    private static Name domain(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'" + text + "' is no domain", e);
        }
    }

    /// All addresses of a host, in the order in which to try them.
    ///
    /// @param host a name, or an address in writing
    /// @throws UnknownHostException when nobody knows it, or no server says so
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        if (isLiteral(host)) {
            return List.of(literal(host));
        }
        List<Integer> own = hosts.find(host);
        if (!own.isEmpty()) {
            List<InetAddress> named = new ArrayList<>();
            for (int address : own) {
                named.add(InetAddress.getByAddress(host, literal(Ipv4.format(address)).getAddress()));
            }
            return named;
        }
        if (dns == null) {
            throw unknown(host, null);
        }
        return ask(dns, host);
    }

    private static List<InetAddress> ask(LookupSession dns, String host) throws UnknownHostException {
        try {
            List<InetAddress> found = new ArrayList<>();
            for (var each : dns.lookupAsync(Name.fromString(host), Type.A).toCompletableFuture().join().getRecords()) {
                if (each instanceof ARecord record) {
                    found.add(InetAddress.getByAddress(host, record.getAddress().getAddress()));
                }
            }
            if (found.isEmpty()) {
                throw unknown(host, null);
            }
            return found;
        } catch (CompletionException e) {
            throw unknown(host, e.getCause());
        } catch (TextParseException e) {
            throw unknown(host, e);
        }
    }

    /// In the words of getaddrinfo(3), which are Java's.
    private static UnknownHostException unknown(String host, @Nullable Throwable why) {
        boolean certain = why == null || why instanceof NoSuchDomainException || why instanceof NoSuchRRSetException || why instanceof TextParseException;
        UnknownHostException unknown = new UnknownHostException(host
                + (certain ? ": Name or service not known" : ": Temporary failure in name resolution"));
        if (why != null) {
            unknown.initCause(why);
        }
        return unknown;
    }

    private static boolean isLiteral(String host) {
        try {
            Ipv4.parse(host);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static InetAddress literal(String address) {
        Ipv4.parse(address);
        return InetAddress.ofLiteral(address);
    }
}

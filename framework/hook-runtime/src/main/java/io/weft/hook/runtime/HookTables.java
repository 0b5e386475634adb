package io.weft.hook.runtime;

import io.weft.hook.Handler;
import io.weft.hook.HandlerHealth;
import io.weft.hook.HandlerInfo;
import io.weft.hook.HandlerOrder;
import io.weft.hook.HookPoint;
import io.weft.hook.HookQueue;
import io.weft.hook.HookSite;
import io.weft.hook.Hooks;
import io.weft.hook.HooksInfo;
import io.weft.hook.PointInfo;
import io.weft.hook.PointOptions;
import io.weft.hook.PointOptions.Answer;
import io.weft.hook.QueueOptions;
import io.weft.hook.Registration;
import io.weft.hook.spi.DispatchSlot;
import io.weft.hook.spi.DispatchSource;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The hook tables of one host. A host makes them once, declares its points, and answers them from `HookHost.hooks()`.
///
/// All changes go one at a time and are made whole before they are put in place: one that fails changes nothing.
public final class HookTables implements Hooks, DispatchSource {

    /// The owner of handlers that the embedding program attaches.
    public static final String HOST = "host";

    private final Map<String, Point<?>> points = new LinkedHashMap<>();
    private final OpenQueues queues = new OpenQueues();
    private final Timer timer;
    /// Who follows subjects. Never changed in place; written under the lock.
    private volatile Following[] followings = {};

    HookTables(Timer timer) {
        this.timer = timer;
    }

    /// Tables without any point.
    public static HookTables create() {
        return new HookTables(new SystemTimer());
    }

    @Override
    public synchronized <S> HookPoint<S> declare(String name, Class<S> subject, PointOptions<? super S> options) {
        Point<S> point = new Point<>(this, name, subject, options);
        if (points.putIfAbsent(name, point) != null) {
            throw new IllegalStateException("hook point " + name + " is already declared");
        }
        return point;
    }

    @Override
    public <S> HookPoint<S> at(String name, Class<S> subject) {
        return point(name, subject);
    }

    /// A declared point whose subjects are of type `subject`, so that handlers of such subjects can stand there.
    @SuppressWarnings("unchecked")
    <S> Point<S> point(String name, Class<S> subject) {
        Point<?> point = point(name);
        if (!subject.isAssignableFrom(point.subjectType())) {
            throw new IllegalArgumentException("the subjects of hook point " + name + " are of type " + point.subjectType().getName()
                    + ", not " + subject.getName());
        }
        return (Point<S>) point;
    }

    private synchronized Point<?> point(String name) {
        Point<?> point = points.get(name);
        if (point == null) {
            throw new IllegalArgumentException("no hook point " + name + " is declared; declared are " + points.keySet());
        }
        return point;
    }

    @Override
    public synchronized Collection<HookPoint<?>> points() {
        return List.copyOf(points.values());
    }

    @Override
    public synchronized DispatchSlot slot(String name, Class<?> subject, Class<?> answer, String method) {
        Point<?> point = points.get(name);
        if (point == null) {
            throw new IllegalStateException(method + " stands behind hook point " + name + ", which is not declared; declared are " + points.keySet());
        }
        if (!point.subjectType().isAssignableFrom(subject)) {
            throw new IllegalStateException(method + " brings subjects of type " + subject.getName() + " to hook point " + name
                    + ", whose subjects are of type " + point.subjectType().getName());
        }
        Answer declared = point.options().answer();
        if (answer != void.class && declared != null && !canAnswer(declared.value(), answer)) {
            throw new IllegalStateException(method + " answers " + answer.getName() + ", but the answer declared for hook point " + name
                    + " is " + declared.value());
        }
        return point.slot();
    }

    private static boolean canAnswer(@Nullable Object value, Class<?> answer) {
        if (value == null) {
            return !answer.isPrimitive();
        }
        return MethodType.methodType(answer).wrap().returnType().isInstance(value);
    }

    @Override
    public <S> HookSite<S> site(String point, Class<S> subject) {
        return new Site<>(slot(point, subject, "a hook site"));
    }

    @Override
    public synchronized <S> HookQueue<S> queue(String name, Class<S> subject, QueueOptions options) {
        SubjectQueue<S> queue = new SubjectQueue<>(queues, name, subject, options);
        queues.open(queue);
        return queue;
    }

    /// The queues that are open here.
    OpenQueues queues() {
        return queues;
    }

    /// These tables as an owner of handlers sees them, who is told by name in counters and messages.
    public OwnedHooks ownedBy(String owner) {
        Recorder.loaded(owner);
        return new OwnedHooks(this, owner, true);
    }

    /// The same for an owner whose handlers see subjects only from {@link #exchange} on.
    public OwnedHooks stagedFor(String owner) {
        return new OwnedHooks(this, owner, false);
    }

    /// Lets the handlers and queues of some owners take the place of those of others, in one step at each point: every subject meets
    /// either these or those. Where that is impossible nothing changes. Subjects that wait in a queue whose name is opened again go on waiting
    /// there, behind the handler of the same name and priority; all others that the leaving hold come out.
    ///
    /// @param leaving attach no more; threads that are inside their handlers finish
    /// @param coming owners made by {@link #stagedFor}
    public void exchange(Collection<OwnedHooks> leaving, Collection<OwnedHooks> coming) {
        Exchange exchange;
        synchronized (this) {
            exchange = new Exchange(queues, leaving, coming);
            exchange.change();
            // those that never came were refused, and have nothing to leave
            leaving.stream().filter(OwnedHooks::isLive).forEach(owner -> Recorder.unloaded(owner.owner()));
            leaving.forEach(OwnedHooks::left);
            coming.forEach(OwnedHooks::arrived);
            coming.forEach(owner -> Recorder.loaded(owner.owner()));
            // among them may be threads of those who leave, at whatever points
            points.values().forEach(Point::forgetDeadThreads);
        }
        // without the lock: for the subjects that come out the host's code runs
        exchange.release();
    }

    /// Attaches the `@HookHandler` methods of some objects in one step.
    ///
    /// @param owner says in counters and messages whose handlers they are
    /// @return closes to detach them all in one step
    /// @throws IllegalArgumentException when one of them is no handler for its point; then none is attached
    public Registrations attachMethods(String owner, Collection<?> targets) {
        List<Attachment> added = prepareMethods(owner, targets);
        change(added, List.of());
        return new Registrations(this, added);
    }

    /// Handlers that stand in no chain yet.
    List<Attachment> prepareMethods(String owner, Collection<?> targets) {
        List<Attachment> added = new ArrayList<>();
        for (Object target : targets) {
            for (HandlerMethod method : HandlerMethod.of(target)) {
                Point<?> point = point(method.mark().at());
                added.add(new Attachment(this, point, owner, method.mark().priority(), method.name(), method.order(), method.at(point)));
            }
        }
        return added;
    }

    Registration attach(String owner, Point<?> point, int priority, String name, HandlerOrder order, Handler<?> handler) {
        Attachment attachment = prepare(owner, point, priority, name, order, handler);
        change(List.of(attachment), List.of());
        return attachment;
    }

    /// A handler that stands in no chain yet.
    Attachment prepare(String owner, Point<?> point, int priority, String name, HandlerOrder order, Handler<?> handler) {
        return new Attachment(this, point, owner, priority, name, order, Objects.requireNonNull(handler, "handler"));
    }

    /// Detaches handlers in one step. The subjects that they hold come out.
    void detach(Collection<Attachment> removed) {
        synchronized (this) {
            removed.forEach(Attachment::withdraw);
            change(List.of(), removed);
        }
        // without the lock: for the subjects that come out the host's code runs
        removed.forEach(Attachment::abandon);
    }

    /// Waits until no thread but the caller is inside handlers that were detached.
    ///
    /// @return false when one still was after `timeoutMs`
    boolean awaitOutside(Collection<Attachment> detached, long timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        while (isBusy(detached)) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
        return true;
    }

    private synchronized boolean isBusy(Collection<Attachment> detached) {
        Set<Point<?>> touched = new HashSet<>();
        detached.forEach(attachment -> touched.add(attachment.point()));
        touched.forEach(Point::settle);
        return detached.stream().anyMatch(attachment -> attachment.point().isBusy(attachment));
    }

    synchronized void change(Collection<Attachment> added, Collection<Attachment> removed) {
        ChainSwap.change(added, removed);
    }

    /// Puts somebody else into a handler's place.
    ///
    /// @return false when it is not attached any more
    synchronized boolean replace(Attachment attachment, Handler<?> standIn) {
        return ChainSwap.replace(attachment, standIn);
    }

    /// Has subjects followed on their real way through all points. Those that are not wanted go as fast as ever, but for the question.
    ///
    /// Several may follow at once. A subject that is inside a chain when this is called or closed may be told of in part.
    ///
    /// @return closes to end it
    public Following.Lease follow(Following following) {
        join(following);
        return () -> unfollow(following);
    }

    private synchronized void join(Following following) {
        Following[] more = Arrays.copyOf(followings, followings.length + 1);
        more[followings.length] = following;
        followings = more;
        points.values().forEach(Point::placeDispatcher);
    }

    synchronized void unfollow(Following following) {
        followings = Arrays.stream(followings).filter(each -> each != following).toArray(Following[]::new);
        points.values().forEach(Point::placeDispatcher);
    }

    Following[] followings() {
        return followings;
    }

    /// Tells the ways of the next subjects that match, in words.
    ///
    /// @param journeys how many ways through a chain are told; then it ends by itself, a little later
    /// @param which chooses subjects, on their threads, at every point
    /// @param description says what of a subject matters, so that it can be told which handler changed it
    /// @param told gets each way when the subject has left the chain, on the subject's thread and before the method behind runs
    /// @return closes to end it sooner
    public AutoCloseable explainNext(int journeys, Predicate<Object> which, Function<Object, String> description, Consumer<Journey> told) {
        if (journeys < 1) {
            throw new IllegalArgumentException("at least one way is explained, not " + journeys);
        }
        Explanation begun = new Explanation(this, journeys, which, description, told);
        join(begun);
        return begun;
    }

    /// One subject's way through every point that it reaches while the host sends it.
    ///
    /// The subject takes its real way: handlers' verdicts count, and methods run. Where it is held and goes on after `send` has
    /// returned, the rest of its way is not told.
    ///
    /// @param send brings the subject to its first hook method
    /// @return its way through each chain, in the order in which it left them; points without handlers have none
    public List<Journey> explain(Object subject, Function<Object, String> description, Runnable send) {
        List<Journey> ways = new CopyOnWriteArrayList<>();
        Explanation begun = new Explanation(this, Integer.MAX_VALUE, each -> each == subject, description, ways::add);
        join(begun);
        try (begun) {
            send.run();
        }
        return List.copyOf(ways);
    }

    Timer timer() {
        return timer;
    }

    @Override
    public synchronized HooksInfo describe() {
        List<PointInfo> described = new ArrayList<>();
        for (Point<?> point : points.values()) {
            List<HandlerHealth> handlers = point.attachments().stream()
                    .map(attachment -> attachment.health(point.counts(attachment))).toList();
            described.add(new PointInfo(point.name(), point.subjectType().getName(), point.options().faultPolicy(), handlers));
        }
        return new HooksInfo(described, queues.describe());
    }

    synchronized List<HandlerInfo> describe(Point<?> point) {
        return point.attachments().stream().map(this::info).toList();
    }

    synchronized HandlerInfo info(Attachment attachment) {
        return attachment.info(attachment.point().counts(attachment));
    }
}

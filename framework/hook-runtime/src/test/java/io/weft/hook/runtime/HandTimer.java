package io.weft.hook.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time that passes when a test says so, and tasks that run then, on the test's thread.
final class HandTimer implements Timer {

    private record Task(long dueNs, Runnable work) { }

    private long nowNs;
    private final List<Task> tasks = new ArrayList<>();

    @Override
    public synchronized long nowNs() {
        return nowNs;
    }

    @Override
    public synchronized Runnable after(long delayNs, Runnable work) {
        Task task = new Task(nowNs + delayNs, work);
        tasks.add(task);
        return () -> remove(task);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    synchronized int waiting() {
        return tasks.size();
    }

    void pass(Duration time) {
        long endNs = nowNs + time.toNanos();
        for (Task due = next(endNs); due != null; due = next(endNs)) {
            nowNs = Math.max(nowNs, due.dueNs);
            due.work.run();
        }
        nowNs = endNs;
    }

    private synchronized Task next(long endNs) {
        Task next = tasks.stream().min(Comparator.comparingLong(Task::dueNs)).filter(task -> task.dueNs <= endNs).orElse(null);
        tasks.remove(next);
        return next;
    }
}

package io.freshet.comparisons.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of a process by what its threads are for, in ticks of Linux.
 *
 * @param java in Java threads, outside the kernel
 * @param kernel in the kernel, by all threads
 */
public record ThreadTimes(long java, long kernel, long collector, long compiler) {
    private static final int USER = 11;
    private static final int KERNEL = 12;

    /** What threads that are still there have had so far; all zero where the system does not tell. */
    public static ThreadTimes of(long pid) {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(tasks)) {
            return new ThreadTimes(0, 0, 0, 0);
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.map(ThreadTimes::read).reduce(new ThreadTimes(0, 0, 0, 0), ThreadTimes::plus);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + tasks, e);
        }
    }

    /** CPU seconds of those threads that are there and whose name, as far as Linux keeps it, begins so. */
    public static double secondsOf(long pid, String name) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.filter(thread -> text(thread.resolve("comm")).startsWith(name))
                            .mapToLong(thread ->
                                    Long.parseLong((text(thread.resolve("schedstat")) + "0").split(" ", -1)[0]))
                            .sum()
                    / 1e9;
        } catch (IOException e) {
            throw new UncheckedIOException("The threads of " + pid + " cannot be listed", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // has ended by now
        }
    }

    private static ThreadTimes read(Path thread) {
        try {
            // <tid> (<name>) <state> <and numbers>
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            List<String> rest =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            long user = Long.parseLong(rest.get(USER));
            long kernel = Long.parseLong(rest.get(KERNEL));
            if (name.startsWith("GC Thread") || name.startsWith("G1 ") || name.startsWith("VM Thread")) {
                return new ThreadTimes(0, 0, user + kernel, 0);
            }
            if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
                return new ThreadTimes(0, 0, 0, user + kernel);
            }
            return new ThreadTimes(user, kernel, 0, 0);
        } catch (NoSuchFileException e) {
            return new ThreadTimes(0, 0, 0, 0); // has ended by now
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot be read: " + thread, e);
        }
    }

    private ThreadTimes plus(ThreadTimes other) {
        return new ThreadTimes(
                java + other.java, kernel + other.kernel, collector + other.collector, compiler + other.compiler);
    }

    /** What has come since an earlier look. */
    public ThreadTimes since(ThreadTimes earlier) {
        return new ThreadTimes(
                java - earlier.java,
                kernel - earlier.kernel,
                collector - earlier.collector,
                compiler - earlier.compiler);
    }

    public double total() {
        return java + kernel + collector + compiler;
    }
}

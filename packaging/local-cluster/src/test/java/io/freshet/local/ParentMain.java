package io.freshet.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** What {@link JavaProcessIT} runs in JVMs of their own. */
final class ParentMain {
    private ParentMain() {}

    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "print" -> System.out.println(args[1]);
            case "start a child" -> startChild(Path.of(args[1]));
            case "wait" -> {
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void startChild(Path log) {
        try (JavaProcess child = JavaProcess.builder("child")
                .classPath(System.getProperty("java.class.path"))
                .mainClass(ParentMain.class.getName())
                .args("wait")
                .log(log)
                .start()) {
            child.awaitLog("ready", Duration.ofSeconds(30));
            System.out.println("child " + child.pid());
            System.out.println("child ended with " + child.awaitExit(Duration.ofMinutes(5)));
        }
    }
}

package io.freshet.agent.client;

import java.util.concurrent.CountDownLatch;

/** Says what a program under the agent can see of it, then waits to be stopped; arguments: class names. */
public final class Curious {
    private Curious() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (String name : arguments) {
            System.out.println(name + " " + (isVisible(name) ? "visible" : "hidden"));
        }
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }

    private static boolean isVisible(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}

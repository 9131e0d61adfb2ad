package io.freshet.agent.hooks;

import org.jspecify.annotations.Nullable;

/** A class of the host, and what is woven into which of its methods. */
abstract class Hook {
    private final String name;
    private final String className;

    Hook(String name, String className) {
        this.name = name;
        this.className = className;
    }

    /** How it is called in the agent's own series. */
    String name() {
        return name;
    }

    String className() {
        return className;
    }

    /** What this method is to do besides; null where it is left alone. */
    abstract @Nullable BridgeCall callIn(HookedMethod method);

    /** Lets a class that was loaded before the hooks show what it has built until then. */
    void met(Class<?> loaded) throws ReflectiveOperationException {}
}

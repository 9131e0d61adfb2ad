package io.freshet.agent.hooks;

import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** A class of the host, and what is woven into which of its methods. */
final class Hook {
    private final String name;
    private final String className;
    private final List<Weaving> weavings;

    Hook(String name, String className, Weaving... weavings) {
        this.name = name;
        this.className = className;
        this.weavings = List.of(weavings);
    }

    /** How it is called in the agent's own series. */
    String name() {
        return name;
    }

    String className() {
        return className;
    }

    List<Weaving> weavings() {
        return weavings;
    }

    /** An advice for the methods that match. */
    static final class Weaving {
        private final Class<?> advice;
        private final ElementMatcher<MethodDescription> methods;

        Weaving(Class<?> advice, ElementMatcher.Junction<MethodDescription> methods) {
            this.advice = advice;
            this.methods = methods;
        }

        Class<?> advice() {
            return advice;
        }

        ElementMatcher<MethodDescription> methods() {
            return methods;
        }
    }
}

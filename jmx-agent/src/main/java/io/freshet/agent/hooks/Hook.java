package io.freshet.agent.hooks;

import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
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

    /** Built when the class is loaded, because it needs Byte Buddy. */
    abstract List<Weaving> weavings();

    /** Puts it into the bytes of its class. */
    byte[] weave(Supplier<Weaver> weaver, @Nullable ClassLoader loader, byte[] bytes) {
        return weaver.get().weave(this, loader, bytes);
    }

    /** Lets a class that was loaded before the hooks show what it has built until then. */
    void met(Class<?> loaded) throws ReflectiveOperationException {}

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

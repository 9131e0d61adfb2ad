package io.freshet.agent.lag.broker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A method of the host that is known by its name; the classes that have it are called differently from version to version. */
final class HostMethod {
    private final String name;
    private final int count;
    private final Class<?>[] parameters;
    private volatile @Nullable Method last;

    HostMethod(String name, Class<?>... parameters) {
        this.name = name;
        this.count = parameters.length;
        this.parameters = parameters;
    }

    private HostMethod(String name, int count) {
        this.name = name;
        this.count = count;
        this.parameters = new Class<?>[0];
    }

    /** One with so many parameters, of whichever types. */
    static HostMethod with(int count, String name) {
        return new HostMethod(name, count);
    }

    /**
     * Calls it.
     *
     * @throws UnfamiliarHostException when the host's class has no such method
     */
    @Nullable
    Object call(Object target, @Nullable Object... arguments) {
        try {
            return method(target).invoke(target, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RuntimeException) {
                throw (RuntimeException) cause;
            }
            if (cause instanceof Error) {
                throw (Error) cause;
            }
            throw new IllegalStateException(cause);
        } catch (ReflectiveOperationException e) {
            throw new UnfamiliarHostException(target.getClass().getName() + " has no " + name, e);
        }
    }

    /** Calls one that always has a result. */
    Object of(Object target, @Nullable Object... arguments) {
        Object result = call(target, arguments);
        if (result == null) {
            throw new UnfamiliarHostException(target.getClass().getName() + "." + name + " says nothing", null);
        }
        return result;
    }

    /** The types of its parameters. */
    Class<?>[] parameters(Object target) {
        try {
            return method(target).getParameterTypes();
        } catch (NoSuchMethodException e) {
            throw new UnfamiliarHostException(target.getClass().getName() + " has no " + name, e);
        }
    }

    private Method method(Object target) throws NoSuchMethodException {
        Method known = last;
        if (known == null || !known.getDeclaringClass().isInstance(target)) {
            known = find(target.getClass());
            // Its class may not be public.
            known.setAccessible(true);
            last = known;
        }
        return known;
    }

    private Method find(Class<?> type) throws NoSuchMethodException {
        if (parameters.length == count) {
            return type.getMethod(name, parameters);
        }
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == count && !method.isBridge()) {
                return method;
            }
        }
        throw new NoSuchMethodException(type.getName() + "." + name);
    }
}

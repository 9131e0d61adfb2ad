package io.freshet.agent.hooks;

import java.util.Map;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A method of a class that is hooked. */
final class HookedMethod {
    private static final String CONSTRUCTOR = "<init>";

    private final int access;
    private final String name;
    private final Type[] arguments;
    private final Type result;
    private final Map<String, String> fields;

    HookedMethod(int access, String name, String descriptor, Map<String, String> fields) {
        this.access = access;
        this.name = name;
        this.arguments = Type.getArgumentTypes(descriptor);
        this.result = Type.getReturnType(descriptor);
        this.fields = fields;
    }

    boolean isConstructor() {
        return name.equals(CONSTRUCTOR);
    }

    boolean isConstructor(int argumentCount) {
        return is(CONSTRUCTOR, argumentCount);
    }

    boolean is(String wanted, int argumentCount) {
        return name.equals(wanted) && arguments.length == argumentCount;
    }

    /** Whether it is what the compiler made of a lambda that uses {@code this}. */
    boolean isLambdaOfThis() {
        return (access & Opcodes.ACC_SYNTHETIC) != 0 && !isStatic();
    }

    boolean isStatic() {
        return (access & Opcodes.ACC_STATIC) != 0;
    }

    /** Whether there is such an argument, counted from 0, and it is of this type. */
    boolean takes(int index, Type type) {
        return index < arguments.length && arguments[index].equals(type);
    }

    boolean returns(Type type) {
        return result.equals(type);
    }

    /** The local variable in which an argument arrives, counted from 0. */
    int slot(int index) {
        int slot = isStatic() ? 0 : 1;
        for (int i = 0; i < index; i++) {
            slot += arguments[i].getSize();
        }
        return slot;
    }

    boolean hasField(String field) {
        return fields.containsKey(field);
    }

    /** The type of a field of the class, as class files have it; an error where there is none. */
    String fieldType(String field) {
        String type = fields.get(field);
        if (type == null) {
            throw new IllegalStateException("there is no field " + field);
        }
        return type;
    }
}

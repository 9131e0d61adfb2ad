package io.freshet.agent.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.yammer.metrics.core.MetricsRegistry;
import io.freshet.agent.bridge.Bridge;
import io.freshet.agent.bridge.BrokerReceiver;
import io.freshet.agent.bridge.ConsumerReceiver;
import io.freshet.agent.bridge.LogReceiver;
import io.freshet.agent.bridge.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.log4j.Category;
import org.apache.log4j.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka's registry, woven and loaded once more beside the one of the tests. */
class HooksTest {
    private static final String METRICS = "org/apache/kafka/common/metrics/Metrics";

    private final FakeInstrumentation instrumentation = new FakeInstrumentation();
    private final Hooks hooks = Hooks.install(instrumentation.proxy(), true, true, true);
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void connectRecorder() {
        assertThat(connect(recorder)).isTrue();
    }

    @AfterEach
    void disconnect() {
        Bridge.disconnect(recorder);
    }

    @Test
    void kafkaRegistry_woven_reportsItsLife() throws Exception {
        AutoCloseable metrics = newWovenMetrics();

        assertThat(recorder.seen).containsExactly("registered", "created with KafkaMetricsContext");

        Object first = recorder.metrics.get(0);
        Object name = first.getClass().getMethod("metricName").invoke(first);
        metrics.getClass().getMethod("removeMetric", name.getClass()).invoke(metrics, name);
        metrics.close();
        assertThat(recorder.seen)
                .containsExactly("registered", "created with KafkaMetricsContext", "removed " + name, "closed");
        assertThat(hooks.report().applied().get("kafka_metrics")).hasValue(1);
    }

    @Test
    void kafkaRegistry_itsCountIsRead_reportsWhichOneItIs() throws Exception {
        newWovenMetrics();
        Object count = recorder.metrics.get(0);

        count.getClass().getMethod("metricValue").invoke(count);

        assertThat(recorder.seen).endsWith("counted");
    }

    @Test
    void kafkaRegistry_receiverThrows_worksAndTheFailureIsReported() throws Exception {
        recorder.broken = true;

        newWovenMetrics().close();

        assertThat(recorder.failures).hasSize(3).allSatisfy(failure -> assertThat(failure)
                .hasMessage("broken"));
    }

    @Test
    void kafkaRegistry_closingFails_isReportedAsClosedAndTheHostSeesWhy() throws Exception {
        AutoCloseable metrics = newWovenMetrics();
        Field registered = metrics.getClass().getDeclaredField("reporters");
        registered.setAccessible(true);
        registered.set(metrics, null);

        assertThatThrownBy(metrics::close).isInstanceOf(NullPointerException.class);

        assertThat(recorder.seen).endsWith("closed").containsOnlyOnce("closed");
    }

    @Test
    void kafkaRegistry_nameIsTaken_reportsNothing() throws Exception {
        Object metrics = newWovenMetrics();
        Object first = recorder.metrics.get(0);
        Method register = metrics.getClass().getDeclaredMethod("registerMetric", first.getClass());
        register.setAccessible(true);
        recorder.seen.clear();

        Object existing = register.invoke(metrics, first);

        assertThat(existing).isSameAs(first);
        assertThat(recorder.seen).isEmpty();
    }

    /** As in Kafka 2.8. */
    @Test
    void kafkaRegistry_registrationReturnsNothing_isReported() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, METRICS, null, "java/lang/Object", null);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(1, 1);
        constructor.visitEnd();
        MethodVisitor register = writer.visitMethod(
                Opcodes.ACC_PUBLIC, "registerMetric", "(" + Type.getDescriptor(KafkaMetric.class) + ")V", null, null);
        register.visitCode();
        register.visitInsn(Opcodes.RETURN);
        register.visitMaxs(0, 2);
        register.visitEnd();
        writer.visitEnd();
        Class<?> woven = new WovenLoader(instrumentation.only(), Metrics.class)
                .define(METRICS.replace('/', '.'), writer.toByteArray());

        woven.getMethod("registerMetric", woven.getClassLoader().loadClass(KafkaMetric.class.getName()))
                .invoke(woven.getConstructor().newInstance(), (Object) null);

        assertThat(recorder.seen).containsExactly("registered");
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void yammerRegistry_woven_isSeenOnce() throws Exception {
        Class<?> woven = new WovenLoader(instrumentation.only(), MetricsRegistry.class)
                .loadClass(MetricsRegistry.class.getName());

        woven.getConstructor().newInstance();

        assertThat(recorder.seen).containsExactly("yammer");
        assertThat(hooks.report().applied().get("yammer_registry")).hasValue(1);
    }

    @Test
    void transform_methodChangesWhatIsHandedOver_isLeftAloneAndReported() throws Exception {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, 0, "com/yammer/metrics/core/MetricsRegistry", null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(0, "<init>", "(Ljava/lang/Object;)V", null, null);
        code.visitCode();
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitVarInsn(Opcodes.ASTORE, 0);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(1, 2);
        code.visitEnd();
        writer.visitEnd();

        byte[] woven = instrumentation
                .only()
                .transform(null, "com/yammer/metrics/core/MetricsRegistry", null, null, writer.toByteArray());

        assertThat(woven).isNull();
        assertThat(recorder.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("com.yammer.metrics.core.MetricsRegistry could not be hooked"));
    }

    @Test
    void logger_woven_reportsEachEvent() throws Exception {
        Object logger = newWovenLogger("shop.Cart");

        log(logger, "info");
        log(logger, "error");

        assertThat(recorder.seen).containsExactly("shop.Cart INFO", "shop.Cart ERROR");
        assertThat(hooks.report().applied().get("reload4j")).hasValue(1);
    }

    @Test
    void logger_receiverThrows_worksAndTheFailureIsReported() throws Exception {
        recorder.broken = true;

        log(newWovenLogger("shop.Cart"), "warn");

        assertThat(recorder.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("broken"));
    }

    @Test
    void kafkaRegistry_nobodyListens_works() throws Exception {
        Bridge.disconnect(recorder);

        newWovenMetrics().close();

        assertThat(recorder.seen).isEmpty();
    }

    @Test
    void transform_classThatIsNotHooked_isLeftAlone() throws Exception {
        assertThat(instrumentation.only().transform(null, "java/lang/String", null, null, new byte[0]))
                .isNull();
    }

    @Test
    void transform_classThatCannotBeRead_isLeftAloneAndReported() throws Exception {
        assertThat(instrumentation.only().transform(null, METRICS, null, null, new byte[] {1, 2, 3}))
                .isNull();

        assertThat(recorder.failures).singleElement().satisfies(failure -> assertThat(failure)
                .hasMessage("org.apache.kafka.common.metrics.Metrics could not be hooked"));
    }

    @Test
    void close_loadedClass_isTransformedBack() {
        instrumentation.loaded.add(Metrics.class);

        hooks.close();

        assertThat(instrumentation.transformers).isEmpty();
        assertThat(instrumentation.retransformed).containsExactly(Metrics.class);
    }

    @Test
    void install_classLoadedBefore_isTransformed() {
        FakeInstrumentation late = new FakeInstrumentation();
        late.loaded.add(String.class);
        late.loaded.add(Metrics.class);

        Hooks.install(late.proxy(), true, true, true);

        assertThat(late.retransformed).containsExactly(Metrics.class);
    }

    @Test
    void connect_secondAgent_isRefused() {
        assertThat(connect(new Recorder())).isFalse();
    }

    private static boolean connect(Recorder recorder) {
        return Bridge.connect(recorder, recorder, recorder, new NoConsumers(), () -> {});
    }

    private Object newWovenLogger(String name) throws Exception {
        return new WovenLoader(instrumentation.only(), Category.class)
                .loadClass(Logger.class.getName())
                .getMethod("getLogger", String.class)
                .invoke(null, name);
    }

    private static void log(Object logger, String level) throws Exception {
        logger.getClass().getMethod(level, Object.class).invoke(logger, "said");
    }

    private AutoCloseable newWovenMetrics() throws Exception {
        return (AutoCloseable) new WovenLoader(instrumentation.only(), Metrics.class)
                .loadClass(Metrics.class.getName())
                .getConstructor()
                .newInstance();
    }

    /** Loads the package of a class itself, as a host would with the transformer in place. */
    private static final class WovenLoader extends ClassLoader {
        private final ClassFileTransformer transformer;
        private final String packageName;

        WovenLoader(ClassFileTransformer transformer, Class<?> hooked) {
            super(HooksTest.class.getClassLoader());
            this.transformer = transformer;
            this.packageName = hooked.getPackageName();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(packageName)) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String path = name.replace('.', '/');
            try (InputStream content = getResourceAsStream(path + ".class")) {
                if (content == null) {
                    throw new ClassNotFoundException(name);
                }
                return define(name, content.readAllBytes());
            } catch (IOException | IllegalClassFormatException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Class<?> define(String name, byte[] bytes) throws IllegalClassFormatException {
            byte[] woven = transformer.transform(this, name.replace('.', '/'), null, null, bytes);
            byte[] used = woven == null ? bytes : woven;
            return defineClass(name, used, 0, used.length);
        }
    }

    private static final class FakeInstrumentation {
        private final List<ClassFileTransformer> transformers = new ArrayList<>();
        private final List<Class<?>> loaded = new ArrayList<>();
        private final List<Class<?>> retransformed = new ArrayList<>();

        Instrumentation proxy() {
            return (Instrumentation) Proxy.newProxyInstance(
                    HooksTest.class.getClassLoader(),
                    new Class<?>[] {Instrumentation.class},
                    (self, method, arguments) -> answer(method.getName(), arguments));
        }

        private @Nullable Object answer(String method, Object[] arguments) {
            switch (method) {
                case "addTransformer" -> transformers.add((ClassFileTransformer) arguments[0]);
                case "retransformClasses" -> retransformed.addAll(List.of((Class<?>[]) arguments[0]));
                case "removeTransformer" -> {
                    return transformers.remove(arguments[0]);
                }
                case "getAllLoadedClasses" -> {
                    return loaded.toArray(Class<?>[]::new);
                }
                default -> throw new UnsupportedOperationException(method);
            }
            return null;
        }

        ClassFileTransformer only() {
            assertThat(transformers).hasSize(1);
            return transformers.get(0);
        }
    }

    private static final class NoConsumers implements ConsumerReceiver {
        @Override
        public void polled(
                Object consumer,
                String clientId,
                Object state,
                Object group,
                Object commits,
                @Nullable Object otherCommits,
                Object records) {}

        @Override
        public void committed(Object commits, Map<?, ?> offsets) {}

        @Override
        public void committedByProducer(Object group, Map<?, ?> offsets) {}

        @Override
        public void left(Object consumer) {}
    }

    private static final class Recorder implements Receiver, LogReceiver, BrokerReceiver {
        private final List<String> seen = new ArrayList<>();
        private final List<Object> metrics = new ArrayList<>();
        private final List<Throwable> failures = new ArrayList<>();
        private boolean broken;

        @Override
        public void kafkaRegistryCreated(Object registry, @Nullable Object context) {
            see("created with " + (context == null ? null : context.getClass().getSimpleName()));
        }

        @Override
        public void kafkaRegistryCounted(Object registry) {
            see("counted");
        }

        @Override
        public void kafkaMetricRegistered(Object registry, Object metric) {
            metrics.add(metric);
            see("registered");
        }

        @Override
        public void kafkaMetricRemoved(Object registry, Object name) {
            see("removed " + name);
        }

        @Override
        public void kafkaRegistryClosed(Object registry) {
            see("closed");
        }

        @Override
        public void yammerRegistrySeen(Object registry) {
            see("yammer");
        }

        @Override
        public void logged(Object logger, String name, String level) {
            see(name + " " + level);
        }

        @Override
        public void seen(Object logger) {}

        @Override
        public void replicasSeen(Object replicas) {
            see("replicas");
        }

        @Override
        public void replicasGone(Object replicas) {
            see("replicas gone");
        }

        @Override
        public void coordinatorSeen(Object coordinator) {
            see("coordinator");
        }

        @Override
        public void failed(Throwable failure) {
            failures.add(failure);
        }

        private void see(String event) {
            seen.add(event);
            if (broken) {
                throw new IllegalStateException("broken");
            }
        }
    }
}

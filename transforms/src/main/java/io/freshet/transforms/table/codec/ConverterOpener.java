package io.freshet.transforms.table.codec;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a converter of Connect's reads, which works under the class loader that it came from. */
final class ConverterOpener implements Opener {

    private static final Logger LOG = LoggerFactory.getLogger(ConverterOpener.class);

    private final Converter converter;
    private final ClassLoader loader;

    private ConverterOpener(Converter converter, ClassLoader loader) {
        this.converter = converter;
        this.loader = loader;
    }

    static ConverterOpener create(ConverterSetting setting) {
        ClassLoader loader = setting.type().getClassLoader();
        try {
            return under(loader, () -> {
                Converter converter = newInstance(setting);
                converter.configure(setting.settings(), setting.isKey());
                return new ConverterOpener(converter, loader);
            });
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw refused(setting, e);
        }
    }

    private static Converter newInstance(ConverterSetting setting) {
        try {
            return setting.type().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw refused(setting, e);
        }
    }

    private static ConfigException refused(ConverterSetting setting, Throwable cause) {
        ConfigException refused = new ConfigException(
                setting.setting(),
                setting.type().getName(),
                "Expecting a converter that takes its settings. Found: " + cause);
        refused.initCause(cause);
        return refused;
    }

    @Override
    public @Nullable Object open(String topic, byte[] bytes) {
        try {
            return under(loader, () -> converter.toConnectData(topic, bytes).value());
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw new KafkaException("The converter cannot work at the moment: " + e.getMessage(), e);
            }
            throw unread(e);
        }
    }

    /** The converter's own message may quote what it read, so it stays out. */
    private DataException unread(RuntimeException e) {
        return new DataException("Expecting what " + converter.getClass().getSimpleName() + " reads. Found: a "
                + e.getClass().getSimpleName());
    }

    /** Converters that ask a schema registry may wrap its absence like a broken message. */
    private static boolean isOutage(RuntimeException failure) {
        if (failure instanceof RetriableException
                || (failure instanceof ConnectException && !(failure instanceof DataException))) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException
                    || cause instanceof UnknownHostException
                    || cause instanceof InterruptedIOException
                    || cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        // By another type: a converter could not be closed before Kafka 4.
        Object held = converter;
        if (held instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.warn("A converter could not be closed", e);
            }
        }
    }

    private static <T> T under(ClassLoader loader, Supplier<T> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

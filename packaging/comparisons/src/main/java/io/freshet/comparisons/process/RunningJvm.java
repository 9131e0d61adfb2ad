package io.freshet.comparisons.process;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import jdk.management.jfr.FlightRecorderMXBean;

/** A JVM of this machine, looked into through JMX. */
public final class RunningJvm implements AutoCloseable {
    private static final int COLLECTIONS = 3;

    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final ThreadMXBean threads;

    private RunningJvm(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    public static RunningJvm attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new RunningJvm(connect(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (IOException | AttachNotSupportedException e) {
            throw new IllegalStateException("Process " + pid + " cannot be looked into", e);
        }
    }

    @SuppressWarnings("BanJNDI") // The address is that of a process which this one has started.
    private static JMXConnector connect(String address) throws IOException {
        return JMXConnectorFactory.connect(new JMXServiceURL(address));
    }

    /** What all threads that are there have allocated so far, but for those that answer this question. */
    public long allocatedBytes() {
        long[] ids = threads.getAllThreadIds();
        ThreadInfo[] infos = threads.getThreadInfo(ids);
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            ThreadInfo info = infos[i];
            if (info != null && !info.getThreadName().startsWith("RMI ") && allocated[i] > 0) {
                sum += allocated[i];
            }
        }
        return sum;
    }

    /** What full collections leave of the heap. */
    public long liveHeapBytes() {
        try {
            MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                    beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
            long least = Long.MAX_VALUE;
            // What the first finalizes or clears, the next ones free.
            for (int i = 0; i < COLLECTIONS; i++) {
                memory.gc();
                least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
            }
            return least;
        } catch (IOException e) {
            throw new UncheckedIOException("The heap cannot be asked for", e);
        }
    }

    /** All MBeans of a pattern, with the classes that they are of. */
    public Set<ObjectInstance> beans(String pattern) {
        try {
            return beans.queryMBeans(new ObjectName(pattern), null);
        } catch (IOException | JMException e) {
            throw new IllegalStateException("MBeans cannot be asked for", e);
        }
    }

    /** The names of an MBean's attributes. */
    public String[] attributes(ObjectName bean) {
        try {
            var attributes = beans.getMBeanInfo(bean).getAttributes();
            String[] names = new String[attributes.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = attributes[i].getName();
            }
            return names;
        } catch (IOException | JMException e) {
            throw new IllegalStateException(bean + " cannot be asked for its attributes", e);
        }
    }

    /** Runs a flight recorder with settings while something happens. */
    public void record(Map<String, String> settings, Path file, Runnable what) {
        try {
            FlightRecorderMXBean recorder = ManagementFactory.newPlatformMXBeanProxy(
                    beans, FlightRecorderMXBean.MXBEAN_NAME, FlightRecorderMXBean.class);
            long recording = recorder.newRecording();
            recorder.setRecordingSettings(recording, settings);
            recorder.startRecording(recording);
            what.run();
            recorder.stopRecording(recording);
            recorder.copyTo(recording, file.toAbsolutePath().toString());
            recorder.closeRecording(recording);
        } catch (IOException e) {
            throw new UncheckedIOException("The flight recorder failed", e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // It has ended, perhaps of an error that is to be seen instead.
        }
    }
}

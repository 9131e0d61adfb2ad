package io.freshet.agent.expose.tls;

import io.freshet.agent.credential.TlsFiles;
import io.freshet.agent.credential.UnusableCredentialException;
import io.freshet.agent.expose.http.Refusal;
import io.freshet.agent.expose.http.Status;
import io.freshet.agent.expose.http.Transport;
import io.freshet.agent.health.AgentHealth;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * HTTPS. When the files of its identity change it takes the new ones, for connections from then on; new ones that are of
 * no use are counted and said once, and the old ones stay.
 */
public final class Tls implements Transport {
    private static final int HANDSHAKE_RECORD = 22;

    private final TlsFiles files;
    private final String[] versions;
    private final AgentHealth health;
    private final LongAdder loaded = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failedHandshakes = new LongAdder();
    private volatile Material material;
    private String stampInUse;
    private String stampLastSeen;

    /** Versions are called as the JDK calls them: {@code TLSv1.3}. */
    public Tls(TlsFiles files, List<String> versions, AgentHealth health) throws UnusableCredentialException {
        this.files = files;
        this.versions = versions.toArray(new String[0]);
        this.health = health;
        this.stampInUse = files.stamp();
        this.stampLastSeen = stampInUse;
        this.material = new Material(files.identity(), files.clientAuthorities());
    }

    @Override
    public Socket wrap(Socket socket) throws IOException, Refusal {
        int first = socket.getInputStream().read();
        if (first < 0) {
            throw new EOFException();
        }
        if (first != HANDSHAKE_RECORD) {
            throw new Refusal(Status.BAD_REQUEST, "This port speaks HTTPS.");
        }
        Material current = material;
        SSLSocket secured = (SSLSocket) current.context()
                .getSocketFactory()
                .createSocket(socket, new ByteArrayInputStream(new byte[] {(byte) first}), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setProtocols(versions);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(current.asksClients());
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
        } catch (SSLException e) {
            failedHandshakes.increment();
            throw e;
        }
        return secured;
    }

    /** Takes new files once they have stayed the same for two looks, since certificate and key come one after the other. */
    @Override
    public void lookAround() {
        String stamp = files.stamp();
        boolean settled = stamp.equals(stampLastSeen);
        stampLastSeen = stamp;
        if (settled && !stamp.equals(stampInUse)) {
            stampInUse = stamp;
            reload();
        }
    }

    /** How often new files were taken. */
    public double loaded() {
        return loaded.sum();
    }

    /** How often new files were of no use. */
    public double refused() {
        return refused.sum();
    }

    public double failedHandshakes() {
        return failedHandshakes.sum();
    }

    /** When the first certificate of the chain in use ends that ends. */
    public Instant ends() {
        return material.identity().ends();
    }

    private void reload() {
        try {
            material = new Material(files.identity(), files.clientAuthorities());
            loaded.increment();
        } catch (UnusableCredentialException e) {
            refused.increment();
            health.say("new files for TLS are of no use and the old ones stay: " + files + ": " + e.detail());
        }
    }
}

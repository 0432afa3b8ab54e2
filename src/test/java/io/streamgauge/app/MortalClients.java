package io.streamgauge.app;

import io.streamgauge.trainer.KafkaTrainerClients;
import io.streamgauge.trainer.TrainerClients;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * A trainer's clients in a process that dies at a call of theirs: from that call on none of them does anything, closing and
 * aborting included, so that the brokers are left with whatever was open.
 */
final class MortalClients implements TrainerClients, AutoCloseable {

    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String where) {
            super(where);
        }
    }

    /** Told of every call; says when the process dies. */
    interface Fate {

        /** Whether the process dies at this call. */
        boolean strikes(String method, boolean before);
    }

    private final KafkaTrainerClients clients;
    private final Fate fate;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private boolean dead;

    MortalClients(KafkaTrainerClients clients, Fate fate) {
        this.clients = clients;
        this.fate = fate;
    }

    @Override
    @SuppressWarnings("unchecked") // a proxy has the type arguments of what it stands for
    public Consumer<byte[], byte[]> consumer() {
        return (Consumer<byte[], byte[]>) mortal(Consumer.class, clients.consumer());
    }

    @Override
    @SuppressWarnings("unchecked")
    public Producer<byte[], byte[]> producer() {
        return (Producer<byte[], byte[]>) mortal(Producer.class, clients.producer());
    }

    private Object mortal(Class<?> type, AutoCloseable client) {
        opened.add(client);
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().equals("close") || method.getName().equals("wakeup")) {
                return null;
            }
            dieIf(method.getName(), true);
            try {
                Object result = method.invoke(client, arguments);
                dieIf(method.getName(), false);
                return result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private void dieIf(String method, boolean before) {
        dead = dead || fate.strikes(method, before);
        if (dead) {
            throw new Killed((before ? "before " : "after ") + method);
        }
    }

    /** Frees what the dead process would have left to the operating system; nothing is committed by it. */
    @Override
    public void close() throws Exception {
        for (AutoCloseable client : opened) {
            if (client instanceof Producer<?, ?> producer) {
                producer.close(java.time.Duration.ZERO);
            } else {
                client.close();
            }
        }
    }
}

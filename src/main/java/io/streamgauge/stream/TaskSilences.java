package io.streamgauge.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/** The silences of every task of a topology: the processor of events finds them, that of labels ends them. */
final class TaskSilences {

    private final Map<TaskId, Silences> byTask = new ConcurrentHashMap<>();

    /** To be called with every start of a task. */
    void begin(TaskId task, Silences silences) {
        byTask.put(task, silences);
    }

    /** Forgets a task that has ended, unless it has begun again. */
    void end(TaskId task, Silences silences) {
        byTask.remove(task, silences);
    }

    Silences of(TaskId task) {
        Silences silences = byTask.get(task);
        if (silences == null) {
            throw new IllegalStateException("task " + task + " takes in labels and no events");
        }
        return silences;
    }
}

package io.freshet.connect.topic.prepare;

/** What is done about target topics before anything is written to them. */
public enum TargetSetup {
    /** Create what is missing, grow what this connector writes to, refuse what is too small. */
    CREATE,
    /** Refuse what is missing or too small. */
    CHECK,
    /** Nothing. */
    NONE
}

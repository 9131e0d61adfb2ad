package io.freshet.agent.catalogue;

import io.freshet.agent.metric.FamilyType;

/** What the catalogue says about one metric. */
public final class CatalogueEntry {
    private final String role;
    private final String mbean;
    private final String attribute;
    private final FamilyType type;
    private final String unit;
    private final String help;
    private final String healthy;
    private final String look;
    private final double scale;
    private final boolean absentWhenNaN;

    CatalogueEntry(EntryFields fields, String role) {
        this.role = role;
        this.mbean = fields.required("mbean");
        this.attribute = fields.optional("attribute", "");
        this.type = fields.choice("type", FamilyType.class);
        this.unit = fields.required("unit");
        this.help = fields.required("help");
        this.healthy = fields.required("healthy");
        this.look = fields.required("look");
        this.scale = fields.number("scale", 1);
        this.absentWhenNaN = fields.flag("absent-when-nan");
        fields.rejectOthers();
    }

    /** Which process has it: broker, producer, consumer, connect or freshet (our own). */
    public String role() {
        return role;
    }

    /** The MBean, without the keys that become labels. */
    public String mbean() {
        return mbean;
    }

    /** The attribute of a metric of Kafka's own; for an idle meter {@code seconds} names its counter; else empty. */
    public String attribute() {
        return attribute;
    }

    public FamilyType type() {
        return type;
    }

    /** The unit as people say it, such as {@code bytes} or {@code bytes per second}. */
    public String unit() {
        return unit;
    }

    public String help() {
        return help;
    }

    /** What its value is when all is well. */
    public String healthy() {
        return healthy;
    }

    /** What to look at when it is not. */
    public String look() {
        return look;
    }

    /** What Kafka's value is multiplied with. */
    double scale() {
        return scale;
    }

    /** Whether NaN stands for "nothing was measured" and is not exposed. */
    boolean absentWhenNaN() {
        return absentWhenNaN;
    }

    String key() {
        return key(mbean, attribute);
    }

    static String key(String mbean, String attribute) {
        return attribute.isEmpty() ? mbean : mbean + "#" + attribute;
    }
}

package io.freshet.agent.catalogue;

import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Health;
import io.freshet.agent.metric.Meaning;
import io.freshet.agent.metric.Profile;
import java.util.List;

/** What the catalogue says about one metric. */
public final class CatalogueEntry implements Meaning {
    private final String role;
    private final String mbean;
    private final String attribute;
    private final String series;
    private final FamilyType type;
    private final String unit;
    private final String help;
    private final String healthy;
    private final String look;
    private final Condition ok;
    private final Profile profile;
    private final Only only;
    private final boolean book;
    private final double scale;
    private final boolean alsoInSeconds;
    private final boolean absentWhenNaN;
    private final List<String> states;

    CatalogueEntry(EntryFields fields) {
        this.role = fields.required("role");
        this.series = fields.optional("series", "");
        this.mbean = series.isEmpty() ? fields.required("mbean") : "";
        this.attribute = fields.optional("attribute", "");
        this.type = fields.choice("type", FamilyType.class);
        this.unit = fields.required("unit");
        this.help = fields.required("help");
        this.healthy = fields.required("healthy");
        this.look = fields.required("look");
        this.ok = Condition.parse(fields.optional("ok", ""));
        this.profile = fields.flag("essential") ? Profile.ESSENTIAL : Profile.STANDARD;
        this.only = Only.parse(fields.optional("only", ""));
        this.book = fields.flag("book");
        this.scale = fields.number("scale", 1);
        this.alsoInSeconds = fields.flag("seconds");
        this.absentWhenNaN = fields.flag("absent-when-nan");
        this.states = fields.list("states");
        fields.rejectOthers();
        if (alsoInSeconds && !unit.startsWith("nanoseconds") && !unit.startsWith("milliseconds")) {
            throw new IllegalArgumentException("only milliseconds and nanoseconds become seconds. Found: " + unit);
        }
    }

    /** The name of the file that it stands in, such as broker or producer: which process has it. */
    @Override
    public String role() {
        return role;
    }

    /** The MBean, without the keys that become labels; empty for a series that is not Kafka's. */
    @Override
    public String mbean() {
        return mbean;
    }

    /** The attribute of a metric of Kafka's own; for an idle meter {@code seconds} names its counter; else empty. */
    @Override
    public String attribute() {
        return attribute;
    }

    public FamilyType type() {
        return type;
    }

    /** The unit as people say it, such as {@code bytes} or {@code bytes per second}. */
    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String help() {
        return help;
    }

    /** What its value is when all is well. */
    @Override
    public String healthy() {
        return healthy;
    }

    /** What to look at when it is not. */
    @Override
    public String look() {
        return look;
    }

    /** How many seconds a process must have run before its values can be judged. */
    @Override
    public int settlingSeconds() {
        return ok.settlingSeconds();
    }

    /** Whether all is well with this value of a gauge. */
    @Override
    public Health health(double value) {
        return ok.ofValue(value);
    }

    /** Whether all is well with a counter that grows so fast, per second. */
    @Override
    public Health healthOfRate(double perSecond) {
        return ok.ofRate(perSecond);
    }

    /** Whether all is well with this text, or in this state. */
    @Override
    public Health healthOfText(String text) {
        return ok.ofText(text);
    }

    @Override
    public boolean isEssential() {
        return profile == Profile.ESSENTIAL;
    }

    /** The smallest profile that has it. */
    public Profile profile() {
        return profile;
    }

    /** Whether books about Kafka teach it, so that many look for it. */
    public boolean book() {
        return book;
    }

    /** Whether it is exposed in seconds as well, under a name that says so. */
    public boolean alsoInSeconds() {
        return alsoInSeconds;
    }

    /** What a value is multiplied with to be in seconds. */
    double inSeconds() {
        return unit.startsWith("nano") ? 1e-9 : 1e-3;
    }

    /** Which of its series belong to the profile; the others belong to all. */
    Only only() {
        return only;
    }

    /** The name of a series that is not Kafka's; else empty. */
    String series() {
        return series;
    }

    /** The texts that there can be, of a set of states. */
    List<String> states() {
        return states;
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
        return series.isEmpty() ? key(mbean, attribute) : series;
    }

    static String key(String mbean, String attribute) {
        return attribute.isEmpty() ? mbean : mbean + "#" + attribute;
    }
}

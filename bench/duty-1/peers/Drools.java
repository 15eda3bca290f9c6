// DUTY-1 in Drools (executable model): matching a trigger with its rule, and pairing a duty with what shows it done. Due dates, states and
// repetitions are not worked out here, so this does part of the work and gives no hash.
//
// Usage: java Drools EVENTS   Prints one line, as duty_1.py does; of three passes the fastest, once the machine is warm.

import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.on;
import static org.drools.model.PatternDSL.alphaIndexedBy;
import static org.drools.model.PatternDSL.betaIndexedBy;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.reactOn;
import static org.drools.model.PatternDSL.rule;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.drools.model.Index;
import org.drools.model.Rule;
import org.drools.model.Variable;
import org.drools.model.functions.Predicate1;
import org.drools.model.impl.ModelImpl;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieSession;

public class Drools {
    public static class Event {
        public int child, seq, day, kind, csc, lac, age;
    }

    public static class Duty {
        public int child, rule, seq, done, doneDay = -1;
    }

    static final List<Duty> RAISED = new ArrayList<>();

    static void add(ModelImpl model, int number, int kind, int done, Predicate1<Event> isKind, Predicate1<Event> holds) {
        Variable<Event> event = declarationOf(Event.class);
        model.addRule(
            rule("rule " + number).build(
                pattern(event)
                    .expr("kind " + kind, isKind, alphaIndexedBy(int.class, Index.ConstraintType.EQUAL, 0, x -> x.kind, kind), reactOn("kind"))
                    .expr("condition " + number, holds),
                on(event).execute((drools, x) -> {
                    Duty duty = new Duty();
                    duty.child = x.child;
                    duty.rule = number;
                    duty.seq = x.seq;
                    duty.done = done;
                    RAISED.add(duty);
                    drools.insert(duty);
                })));
    }

    public static void main(String[] arguments) throws Exception {
        List<Event> events = new ArrayList<>();
        List<String> lines = Files.readAllLines(Path.of(arguments[0]));
        for (String line : lines.subList(1, lines.size())) {
            String[] said = line.split(",");
            Event event = new Event();
            event.child = Integer.parseInt(said[0]);
            event.seq = Integer.parseInt(said[1]);
            event.day = Integer.parseInt(said[2]);
            event.kind = Integer.parseInt(said[3]);
            event.csc = Integer.parseInt(said[4]);
            event.lac = Integer.parseInt(said[5]);
            event.age = Integer.parseInt(said[6]);
            events.add(event);
        }
        ModelImpl model = new ModelImpl();
        // Every condition is written out: Drools shares what differs in captured values alone.
        add(model, 0, 0, 6, x -> x.kind == 0, x -> x.csc == 1 && x.age >= 0);
        add(model, 1, 2, 6, x -> x.kind == 2, x -> x.csc == 1 && x.age >= 1);
        add(model, 2, 3, 6, x -> x.kind == 3, x -> x.age <= 17);
        add(model, 3, 4, 9, x -> x.kind == 4, x -> x.age >= 3);
        add(model, 4, 5, 9, x -> x.kind == 5, x -> x.lac == 1 && x.age >= 4);
        add(model, 5, 5, 8, x -> x.kind == 5, x -> x.age >= 5);
        add(model, 6, 5, 7, x -> x.kind == 5, x -> x.csc == 1 && x.age >= 6);
        add(model, 7, 0, 10, x -> x.kind == 0, x -> x.csc == 1 && x.age >= 10);
        add(model, 8, 1, 8, x -> x.kind == 1, x -> x.age >= 8);
        add(model, 9, 3, 6, x -> x.kind == 3, x -> x.lac == 1 && x.age <= 15);
        Variable<Event> event = declarationOf(Event.class);
        Variable<Duty> duty = declarationOf(Duty.class);
        model.addRule(
            rule("done").attribute(Rule.Attribute.SALIENCE, 10).build(
                pattern(event),
                pattern(duty).expr(
                    "shown",
                    event,
                    (x, y) -> x.child == y.child && x.done == y.kind && y.seq > x.seq,
                    betaIndexedBy(int.class, Index.ConstraintType.EQUAL, 0, x -> x.done, y -> y.kind, int.class)),
                on(duty, event).execute((drools, x, y) -> {
                    x.doneDay = y.day;
                    drools.delete(x);
                })));
        KieBase base = org.drools.modelcompiler.KieBaseBuilder.createKieBaseFromModel(model);
        double best = Double.MAX_VALUE;
        for (int pass = 0; pass < 3; pass++) {
            RAISED.clear();
            long started = System.nanoTime();
            KieSession session = null;
            int child = -1;
            for (Event one : events) {
                if (one.child != child) {
                    if (session != null) {
                        session.dispose();
                    }
                    session = base.newKieSession();
                    child = one.child;
                }
                var handle = session.insert(one);
                session.fireAllRules();
                session.delete(handle);
            }
            session.dispose();
            best = Math.min(best, (System.nanoTime() - started) / 1e9);
        }
        System.out.printf("Drools, warm\t%d\t%d\t-\t%f\tmatching, and pairing with what shows it%n", events.size(), RAISED.size(), best);
    }
}

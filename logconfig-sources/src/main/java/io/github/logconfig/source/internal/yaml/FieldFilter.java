package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.yaml.Problems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * A parser that passes over the entries of the top mapping that nobody reads: most of what stands
 * in a tree is about something else, and need not be kept. The places of what remains are kept
 * without the text around them.
 */
public final class FieldFilter implements Parser {

  private static final int[] NO_TEXT = {};

  private final Parser parser;
  private final Set<String> kept;
  private final String file;
  private final Problems problems;
  private final Map<String, Place> passedOver = new HashMap<>();
  private int depth;
  private boolean isMapping;
  private boolean atKey;
  private boolean anchored;
  private @Nullable Event next;

  public FieldFilter(Parser parser, Set<String> kept, String file, Problems problems) {
    this.parser = parser;
    this.kept = kept;
    this.file = file;
    this.problems = problems;
  }

  /** Whether something was passed over that what is kept may refer to. */
  public boolean hasPassedOverAnchors() {
    return anchored;
  }

  /** The keys that were passed over, and where they stand. */
  public Map<String, Place> passedOver() {
    return passedOver;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return hasNext() && peekEvent().getEventId() == choice;
  }

  @Override
  public Event peekEvent() {
    if (next == null) {
      next = advance();
    }
    return next;
  }

  @Override
  public boolean hasNext() {
    return next != null || parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = peekEvent();
    next = null;
    return event;
  }

  private Event advance() {
    Event event = parser.next();
    while (depth == 1
        && isMapping
        && atKey
        && event instanceof ScalarEvent key
        && !kept.contains(key.getValue())) {
      passOver(key);
      event = parser.next();
    }
    follow(event);
    return withoutText(event);
  }

  private void passOver(ScalarEvent key) {
    anchored |= key.getAnchor().isPresent();
    Place place = new Place(file, key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    if (passedOver.putIfAbsent(key.getValue(), place) != null) {
      problems.add(place, "key " + Quoted.of(key.getValue()) + " is there more than once");
    }
    int open = 0;
    do {
      Event event = parser.next();
      anchored |= event instanceof NodeEvent node && node.getAnchor().isPresent();
      open += isStart(event) ? 1 : 0;
      open -= isEnd(event) ? 1 : 0;
    } while (open > 0);
  }

  /** Keeps track of depth, and of whether a key or a value of the top mapping comes next. */
  private void follow(Event event) {
    if (event.getEventId() == Event.ID.DocumentStart) {
      passedOver.clear();
      isMapping = false;
    }
    if (isStart(event)) {
      if (depth == 0) {
        isMapping = event.getEventId() == Event.ID.MappingStart;
        atKey = true;
      }
      depth++;
      return;
    }
    if (isEnd(event)) {
      depth--;
    }
    if (depth == 1 && (isEnd(event) || event instanceof NodeEvent)) {
      atKey = !atKey;
    }
  }

  private static boolean isStart(Event event) {
    return event.getEventId() == Event.ID.MappingStart
        || event.getEventId() == Event.ID.SequenceStart;
  }

  private static boolean isEnd(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  /** A mark holds on to the text that it was made in, for messages that are never asked for. */
  private static Event withoutText(Event event) {
    Optional<Mark> mark = event.getStartMark().map(FieldFilter::withoutText);
    if (event instanceof ScalarEvent scalar) {
      return new ScalarEvent(
          scalar.getAnchor(),
          scalar.getTag(),
          scalar.getImplicit(),
          scalar.getValue(),
          scalar.getScalarStyle(),
          mark,
          mark);
    }
    if (event instanceof MappingStartEvent start) {
      return new MappingStartEvent(
          start.getAnchor(), start.getTag(), start.isImplicit(), start.getFlowStyle(), mark, mark);
    }
    if (event instanceof SequenceStartEvent start) {
      return new SequenceStartEvent(
          start.getAnchor(), start.getTag(), start.isImplicit(), start.getFlowStyle(), mark, mark);
    }
    return event;
  }

  private static Mark withoutText(Mark mark) {
    return new Mark("", mark.getIndex(), mark.getLine(), mark.getColumn(), NO_TEXT, 0);
  }
}

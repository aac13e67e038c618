package io.github.logconfig.source.internal.yaml;

import io.github.logconfig.model.Quoted;
import io.github.logconfig.source.internal.yaml.Problems.Location;
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
 * A parser that skips unread keys of the top mapping: most content of a data tree is irrelevant and
 * need not be kept. The marks of the other events are kept without the text buffer.
 */
public final class FieldFilter implements Parser {

  private static final int[] EMPTY_BUFFER = {};

  private final Parser parser;
  private final Set<String> kept;
  private final String file;
  private final Problems problems;
  private final Map<String, Location> skippedKeys = new HashMap<>();
  private int depth;
  private boolean isMapping;
  private boolean atKey;
  private boolean skippedAnchors;
  private @Nullable Event next;

  public FieldFilter(Parser parser, Set<String> kept, String file, Problems problems) {
    this.parser = parser;
    this.kept = kept;
    this.file = file;
    this.problems = problems;
  }

  /** Returns whether skipped content has anchors, which the kept content may refer to. */
  public boolean hasSkippedAnchors() {
    return skippedAnchors;
  }

  /** Returns the skipped keys with their locations. */
  public Map<String, Location> skippedKeys() {
    return skippedKeys;
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
      skip(key);
      event = parser.next();
    }
    follow(event);
    return withoutBuffer(event);
  }

  private void skip(ScalarEvent key) {
    skippedAnchors |= key.getAnchor().isPresent();
    Location location =
        new Location(file, key.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    if (skippedKeys.putIfAbsent(key.getValue(), location) != null) {
      problems.add(location, "key " + Quoted.of(key.getValue()) + " is defined more than once");
    }
    int open = 0;
    do {
      Event event = parser.next();
      skippedAnchors |= event instanceof NodeEvent node && node.getAnchor().isPresent();
      open += isStart(event) ? 1 : 0;
      open -= isEnd(event) ? 1 : 0;
    } while (open > 0);
  }

  /** Tracks the depth, and whether a key or a value of the top mapping is next. */
  private void follow(Event event) {
    if (event.getEventId() == Event.ID.DocumentStart) {
      skippedKeys.clear();
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

  /** Replaces marks, because a mark references the whole text for its message. */
  private static Event withoutBuffer(Event event) {
    Optional<Mark> mark = event.getStartMark().map(FieldFilter::withoutBuffer);
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

  private static Mark withoutBuffer(Mark mark) {
    return new Mark("", mark.getIndex(), mark.getLine(), mark.getColumn(), EMPTY_BUFFER, 0);
  }
}

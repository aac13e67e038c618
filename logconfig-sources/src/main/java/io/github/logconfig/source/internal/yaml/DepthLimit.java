package io.github.logconfig.source.internal.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/** A parser that stops at collections that are nested too deeply; the composer is recursive. */
public final class DepthLimit implements Parser {

  private final Parser parser;
  private final int limit;
  private int depth;

  public DepthLimit(Parser parser, int limit) {
    this.parser = parser;
    this.limit = limit;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    Event.ID id = event.getEventId();
    if (id == Event.ID.SequenceStart || id == Event.ID.MappingStart) {
      depth++;
      if (depth > limit) {
        throw new ParserException(
            "", Optional.empty(), "it is nested deeper than " + limit, event.getStartMark());
      }
    } else if (id == Event.ID.SequenceEnd || id == Event.ID.MappingEnd) {
      depth--;
    }
    return event;
  }
}

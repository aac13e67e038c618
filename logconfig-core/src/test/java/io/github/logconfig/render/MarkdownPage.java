package io.github.logconfig.render;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.commonmark.node.Block;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** A Markdown document as a CommonMark parser reads it. */
final class MarkdownPage {

  private final List<String> blocks = new ArrayList<>();
  private final Set<String> markup = new LinkedHashSet<>();
  private final StringBuilder html = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder outsideCode = new StringBuilder();
  private boolean inCode;

  MarkdownPage(String markdown) {
    visit(Parser.builder().build().parse(markdown));
  }

  private void visit(Node node) {
    if (node instanceof HtmlBlock block) {
      html.append(block.getLiteral()).append('\n');
    } else if (node instanceof HtmlInline inline) {
      markup.add(inline.getLiteral());
      inCode = inline.getLiteral().equals("<code>");
    } else if (node instanceof Text part) {
      text.append(part.getLiteral());
      outsideCode.append(inCode ? "" : part.getLiteral());
    } else if (!(node instanceof Block) && !(node instanceof SoftLineBreak)) {
      markup.add(node.getClass().getSimpleName());
    }
    if (node instanceof Block) {
      blocks.add(node.getClass().getSimpleName());
      text.append('\n');
      outsideCode.append('\n');
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      visit(child);
    }
  }

  /** Returns the types of all blocks in order. */
  List<String> blocks() {
    return blocks;
  }

  /** Returns the kinds of markup within paragraphs: inline HTML, links, emphasis and so on. */
  Set<String> markup() {
    return markup;
  }

  /** Returns the blocks of HTML. */
  String html() {
    return html.toString();
  }

  /** Returns the text of all paragraphs as it is shown. */
  String text() {
    return text.toString();
  }

  String textOutsideCode() {
    return outsideCode.toString();
  }
}

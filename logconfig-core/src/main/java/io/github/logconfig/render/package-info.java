/**
 * Plans as people and programs read them: plain functions from a plan to text, markdown, or a tree
 * of values that any JSON library can write.
 */
@NullMarked
package io.github.logconfig.render;

import org.jspecify.annotations.NullMarked;

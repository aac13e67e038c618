package io.github.logconfig.render;

import io.github.logconfig.plan.PlanStep;

/** What a kind of step is called and how it is marked. */
enum StepSign {
  CREATE("create", "+", "32"),
  UPDATE("update", "~", "33"),
  MOVE("move", "↕", "36"),
  DELETE("delete", "-", "31");

  private final String kind;
  private final String sign;
  private final String colour;

  StepSign(String kind, String sign, String colour) {
    this.kind = kind;
    this.sign = sign;
    this.colour = colour;
  }

  static StepSign of(PlanStep step) {
    if (step instanceof PlanStep.CreateRule) {
      return CREATE;
    }
    if (step instanceof PlanStep.MoveRule) {
      return MOVE;
    }
    return step instanceof PlanStep.DeleteRule ? DELETE : UPDATE;
  }

  /** The kind as programs read it. */
  String kind() {
    return kind;
  }

  String sign() {
    return sign;
  }

  /** The number of the colour among the select-graphic-rendition parameters of a terminal. */
  String colour() {
    return colour;
  }
}

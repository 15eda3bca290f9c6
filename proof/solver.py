#!/usr/bin/env python3
"""Answers questions in SMT-LIB on standard input, as the program `cvc5 --lang smt` does.

The symbolic compiler of Cedar starts that program; PyPI has it as a library for Python only (`pip install cvc5==1.4.2`). What comes in is
kept until an answer is wanted: the compiler writes each command on lines of its own, and waits after these two. An error is the last thing
that is said. Options are given as to the program (`--tlimit-per=300000`).
"""

import sys

import cvc5

ANSWERED = ("(check-sat)", "(get-model)")


class Asked:
    """One question, from `(reset)` to the next."""

    def __init__(self, options):
        self.solver = cvc5.Solver()
        for name, value in options:
            self.solver.setOption(name, value)
        self.words = cvc5.SymbolManager(self.solver)
        self.parser = cvc5.InputParser(self.solver, self.words)
        self.parser.setIncrementalStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "stdin")

    def carry_out(self, commands):
        self.parser.appendIncrementalStringInput(commands)
        while not (command := self.parser.nextCommand()).isNull():
            sys.stdout.write(command.invoke(self.solver, self.words))
        sys.stdout.flush()


def main(options):
    asked, kept = Asked(options), []
    for line in sys.stdin:
        if line.strip() == "(reset)":
            asked, kept = Asked(options), []
            continue
        kept.append(line)
        if line.strip() in ANSWERED:
            asked.carry_out("".join(kept))
            kept = []


try:
    main([word[2:].split("=", 1) for word in sys.argv[1:] if word.startswith("--") and "=" in word])
except RuntimeError as error:
    said = " ".join(str(error).split()).replace('"', "'")
    print(f'(error "{said}")', flush=True)
    sys.exit(1)

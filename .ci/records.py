#!/usr/bin/env python3
"""Writes files with irregularities, and what Python's readers say of them.

    records.py FOLDER CASES

One line a file in FOLDER/expected.ndjson: its name, format, delimiter, header, and either the cells of every
row, with the sum of a column of numbers, or the row at which an error is due. `tests/suite/generated.rs` holds the readers of sources against it.
The same number of cases gives the same files.
"""

import csv
import io
import json
import random
import sys
from fractions import Fraction
from pathlib import Path

WORDS = ["", "a", "été", "x y", "0", "12", "-3", "1.5", "7.0", "NA", "日本", " lead", "trail ", "#", "'", "\\"]
QUOTED = ["a,b", "a;b", "a\tb", 'say "so"', "two\nlines", "two\r\nlines", "two\rlines", '"', '""', ",", "\n", ""]
ENDS = ["\n", "\r\n", "\r"]
# Columns of numbers, whose sums are known: whole ones, and money.
NUMBERS = {
    "whole": ["", "0", "12", " -3", "7.0", "9007199254740993", "+4 "],
    "money": ["", "0", "12.81", "-0.05 ", "3.5", ".10", "7", "90071992547409.93"],
}


# ---------------------------------------------------------------------------------------------- delimited text

def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def field(rng, delimiter, everything_quoted):
    if rng.random() < 0.2:
        return quoted(rng.choice(QUOTED))
    text = rng.choice(WORDS)
    return quoted(text) if everything_quoted or delimiter in text or rng.random() < 0.1 else text


def number(rng, numbers, everything_quoted):
    text = rng.choice(numbers)
    return quoted(text) if everything_quoted or rng.random() < 0.1 else text


POLLUTIONS = ["inside", "after", "unclosed", "backslash", "more", "fewer", "blank_before"]


def pollute(rng, fields, delimiter):
    """Makes one record faulty; says whether a quote stands where Python takes it for text."""
    kind = rng.choice(POLLUTIONS)
    at = rng.randrange(len(fields))
    if kind == "inside":
        fields[at] = rng.choice(['a 5" disk', 'x"', 'x""', 'a "b" c'])
        return True
    if kind == "blank_before":
        fields[at] = ' "b"'
        return True
    if kind == "after":
        fields[at] = rng.choice(['"a"b', '"a" ', '"a"b"'])
    elif kind == "unclosed":
        fields[at] = '"open'
    elif kind == "backslash":
        fields[at] = '"say \\"hi\\" twice"'
    elif kind == "more":
        fields.insert(at, "more")
    elif len(fields) > 2:
        fields.pop(at)
    return False


def delimited(rng, delimiter):
    width = rng.randint(1, 6)
    names = [f"c{at}" for at in range(width)]
    if rng.random() < 0.1:
        names[0] = "two\nlines"
    if rng.random() < 0.8:
        names.insert(rng.randint(0, width), rng.choice(list(NUMBERS)))
        width += 1
    end = rng.choice(ENDS)
    mixed_ends = rng.random() < 0.1
    everything_quoted = rng.random() < 0.2
    count = rng.choice([0, 1, 2, 5, 20, 100])
    faulty_row = rng.randint(1, count) if count and rng.random() < 0.4 else None
    stray_row = None
    blanks = rng.random() < 0.3
    parts = ["\ufeff"] if rng.random() < 0.1 else []
    header = [quoted(name) if everything_quoted or "\n" in name else name for name in names]
    records = [header]
    for row in range(1, count + 1):
        fields = [number(rng, NUMBERS[name], everything_quoted) if name in NUMBERS else field(rng, delimiter, everything_quoted) for name in names]
        if row == faulty_row and pollute(rng, fields, delimiter):
            stray_row = row
        if width == 1 and fields == [""]:
            fields = ['""']
        records.append(fields)
    for at, fields in enumerate(records):
        if blanks and rng.random() < 0.2:
            parts.append(end * rng.randint(1, 2))
        parts.append(delimiter.join(fields))
        last = at + 1 == len(records)
        if not last or rng.random() < 0.7:
            parts.append(rng.choice(ENDS) if mixed_ends else end)
    if rng.random() < 0.2 and parts[-1] and parts[-1][-1] in "\r\n":
        parts.append(end * rng.randint(1, 3))
    text = "".join(parts)
    return text, read_delimited(text.removeprefix("\ufeff"), delimiter, stray_row)


def read_delimited(text, delimiter, stray_row):
    """The header and rows that Python reads, or the row at which something is wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header, rows = None, []
    try:
        for record in reader:
            if not record:
                continue
            if header is None:
                header = record
                continue
            if len(record) != len(header) or len(rows) + 1 == stray_row:
                return {"names": header, "error": len(rows) + 1}
            rows.append([{"text": cell} if cell else None for cell in record])
    except csv.Error:
        return {"names": header, "error": len(rows) + 1}
    return {"names": header, "rows": rows}


# ---------------------------------------------------------------------------------------------------------- JSON

SCALARS = ["null", "true", "false", "0", "-7", "12", "9007199254740993", "9223372036854775807", "1.0", "2.50", "1e3",
           "-0.0", '""', '"a"', '"\\u00e9\\n"', '"\\ud83d\\ude00"', '"日本"', '"12"']
KINDS = [["1", "-2", "null", "3.0"], ["1.5", "2", "1e-2", "null"], ['"a"', '"b\\tc"', "null", '""'], ["true", "false"], SCALARS]
JSON_NUMBERS = {
    "whole": ["null", "0", "12", "-3", "7.0", "9007199254740993", "1e3"],
    "money": ["null", "0", "12.81", "-0.05", "3.5", "1e-2", "7", "90071992547409.93"],
}
FAULTS = ["garbage", '{"a": 1', '{"a" 1}', '{"a": 1,}', "{'a': 1}", '{"a": NaN}', '{"a": 01}', '{"a": .5}', '{"a": 1, "a": 2}', "[1]", "7",
          '{"a": "\\x"}', '{"a": "\\ud83d"}', '{"a": "\t"}', '{"a": 1} {"a": 2}', '{"a": tru}']


class Literal(str):
    """A number as it is written."""


def item(rng, kinds):
    keys = []
    for name, kind in kinds.items():
        if rng.random() < 0.8:
            value = rng.choice(kind)
            if name == "nested" and rng.random() < 0.8:
                value = '{"total": %s, "deep": {"x": %s}}' % (rng.choice(KINDS[0]), rng.choice(KINDS[2]))
            elif name == "nested":
                value = "null"
            elif name == "list":
                value = "[%s]" % ", ".join(rng.choice(['"a"', '"b"', "null", "1"]) for _ in range(rng.randint(0, 3)))
            keys.append('"%s":%s%s' % (name, rng.choice(["", " "]), value))
    rng.shuffle(keys)
    return "{%s}" % ", ".join(keys)


def typed(rng, is_lines):
    kinds = {name: rng.choice(KINDS) for name in ["a", "b", "c", "nested", "list"]}
    if rng.random() < 0.8:
        name = rng.choice(list(NUMBERS))
        kinds[name] = JSON_NUMBERS[name]
    count = rng.choice([0, 1, 2, 5, 20, 100])
    faulty_row = rng.randint(1, count) if count and rng.random() < 0.3 else None
    items = [rng.choice(FAULTS) if row == faulty_row else item(rng, kinds) for row in range(1, count + 1)]
    if count and rng.random() < 0.3:
        items.append('{"late": %s, "a": %s}' % (rng.choice(SCALARS), rng.choice(SCALARS)))
    end = rng.choice(["\n", "\r\n"])
    mark = "\ufeff" if rng.random() < 0.1 else ""
    if is_lines:
        text = "".join(it + end + (end if rng.random() < 0.1 else "") for it in items)
        text = text.rstrip() if rng.random() < 0.3 else text
        return mark + text, read_lines(text)
    space = rng.choice(["", " ", end])
    text = "[" + space + ("," + space).join(items) + space + "]" + rng.choice(["", end])
    if rng.random() < 0.05 and items:
        text = text.rstrip()[:-1]
    return mark + text, read_array(text)


def pairs(found):
    keys = [key for key, _ in found]
    if len(set(keys)) != len(keys):
        raise ValueError("a key stands twice")
    return dict(found)


def no_constant(word):
    raise ValueError(word)


def whole_characters(value):
    if isinstance(value, dict):
        for it in value.values():
            whole_characters(it)
    elif isinstance(value, list):
        for it in value:
            whole_characters(it)
    elif isinstance(value, str):
        value.encode("utf-8")


DECODER = json.JSONDecoder(object_pairs_hook=pairs, parse_int=Literal, parse_float=Literal, parse_constant=no_constant)


def row_at(text, at):
    row, end = DECODER.raw_decode(text, at)
    whole_characters(row)
    if not isinstance(row, dict):
        raise ValueError("no object")
    return row, end


def read_lines(text):
    rows = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if not line.strip(" \t"):
            continue
        try:
            row, end = row_at(line, 0)
            if line[end:].strip(" \t"):
                raise ValueError("more")
        except ValueError:
            return {"error": len(rows) + 1}
        rows.append(row)
    return table(rows)


def blanks(text, at):
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def read_array(text):
    rows, at = [], 1
    try:
        at = blanks(text, at)
        if text[at : at + 1] != "]":
            while True:
                row, at = row_at(text, blanks(text, at))
                rows.append(row)
                at = blanks(text, at)
                if text[at : at + 1] == "]":
                    break
                if text[at : at + 1] != ",":
                    raise ValueError("no comma")
                at += 1
        if text[at + 1 :].strip():
            raise ValueError("more")
    except ValueError:
        return {"error": len(rows) + 1}
    return table(rows)


def flat(row, above=""):
    for key, value in row.items():
        name = above + key
        if isinstance(value, dict):
            yield from flat(value, name + ".")
        else:
            yield name, value


def cell(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, Literal):
        exact = Fraction(str(value))
        return {"number": str(value), "exact": [str(exact.numerator), str(exact.denominator)], "integer": str(exact.numerator) if exact.denominator == 1 else None}
    if isinstance(value, list):
        return {"list": [None if it is None else str(it) for it in value]}
    return {"text": value}


def table(rows):
    names = []
    flattened = [dict(flat(row)) for row in rows]
    for row in flattened:
        names += [name for name in row if name not in names]
    return {"names": names, "rows": [[cell(row.get(name)) for name in names] for row in flattened]}


# ----------------------------------------------------------------------------------------------------------- sums

def exactly(written):
    """The number of a cell; 0 for none."""
    if written is None:
        return Fraction(0)
    return Fraction((written.get("number") or written["text"]).strip())


def sums(records):
    """The sum of each column of numbers, of money in hundredths."""
    found = {}
    for at, name in enumerate(records["names"]):
        if name in NUMBERS and records["rows"]:
            total = sum(exactly(cells[at]) for cells in records["rows"])
            found[name] = str(total if name == "whole" else total * 100)
    return found


# ---------------------------------------------------------------------------------------------------------- files

def main(folder, cases):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "expected.ndjson", "w", encoding="utf-8") as expected:
        for case in range(cases):
            rng = random.Random(case)
            kind = ["csv", "tsv", "json", "ndjson"][case % 4]
            delimiter = "\t" if kind == "tsv" else rng.choice([",", ",", ";", "|"])
            if kind in ("csv", "tsv"):
                text, records = delimited(rng, delimiter)
            else:
                text, records = typed(rng, kind == "ndjson")
            if "error" not in records:
                records["sums"] = sums(records)
            name = f"{case:05}.{kind}"
            (folder / name).write_bytes(text.encode("utf-8"))
            print(json.dumps({"file": name, "delimiter": delimiter, **records}, ensure_ascii=False), file=expected)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

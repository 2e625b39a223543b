/* What is wrong with a typed cell, by the data of prapemeriksaan.json; it knows no rule of its own, and no page.

   The server stays the judge. Numbers are exact: whole multiples of 10^-10 as BigInt, never floats. */
"use strict";

const Precheck = (() => {
  const PLACES = 10;
  const ONE = 10n ** BigInt(PLACES);
  const size = (number) => (number < 0n ? -number : number);
  const whole = (pattern) => new RegExp(`^(?:${pattern})$`, "u");

  /* A canonical decimal text (`-12.5`) as a whole multiple of 10^-10. */
  function exact(text) {
    const [, sign, units, fraction = ""] = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
    const number = BigInt(units) * ONE + BigInt(fraction.padEnd(PLACES, "0").slice(0, PLACES));
    return sign ? -number : number;
  }

  /* As Indonesians read it: 1.234,5. */
  function shown(number) {
    const units = (size(number) / ONE).toString().replace(/\B(?=([0-9]{3})+$)/g, ".");
    const fraction = (size(number) % ONE).toString().padStart(PLACES, "0").replace(/0+$/, "");
    return (number < 0n ? "-" : "") + units + (fraction && `,${fraction}`);
  }

  function trimmed(text, signs) {
    let first = 0;
    let last = text.length;
    while (first < last && signs.includes(text[first])) first += 1;
    while (last > first && signs.includes(text[last - 1])) last -= 1;
    return text.slice(first, last);
  }

  function reader(numbers) {
    const patterns = Object.fromEntries(
      ["flagged", "shape", "number", "number_en", "leading_zero"].map((name) => [name, whole(numbers[name])]));

    /* What a text says: `{code}` of a fault, `{mark}`, or `{number, places}`; nothing at all for an empty text. */
    function read(typed) {
      const text = trimmed(typed, numbers.trim);
      if (!text) return {};
      if (Object.hasOwn(numbers.marks, text)) return { mark: numbers.marks[text] };
      const flagged = patterns.flagged.exec(text);
      const bare = flagged ? flagged[1] : text;
      if (!patterns.shape.test(bare)) {
        return { code: numbers.formula_signs.some((sign) => text.startsWith(sign)) ? "formula_text" : "not_a_number" };
      }
      const parts = patterns.number.exec(bare);
      if (!parts) return { code: "number_style" };
      if (patterns.leading_zero.test(bare)) return { code: "leading_zero" };
      const units = parts[2].replace(/[^0-9]/g, "");
      const fraction = (parts[3] || "").replace(/0+$/, "");
      if (units.length > numbers.whole_digits || fraction.length > numbers.fraction_digits) {
        return { code: "number_too_long" };
      }
      return { number: exact(`${parts[1]}${units}.${fraction || "0"}`), places: fraction.length };
    }

    /* The number in a sum: nil and negligible count as zero; `null` where nothing certain stands. */
    function amount(typed) {
      if (numbers.marks_that_count_as_zero.includes(trimmed(typed, numbers.trim))) return 0n;
      const said = read(typed);
      return said.number === undefined ? null : said.number;
    }

    /* Which style a block of texts keeps to: `en` only where some text reads in that style alone and none speaks
       against it. */
    function styleOf(texts) {
      let english = false;
      for (const typed of texts) {
        const bare = trimmed(typed, numbers.trim).replace(/\*+$/, "");
        const [id, en] = [patterns.number.test(bare), patterns.number_en.test(bare)];
        if (id && !en) return "id";
        english = english || (en && !id);
      }
      return english ? "en" : "id";
    }

    return { read, amount, styleOf, isEnglish: (text) => patterns.number_en.test(trimmed(text, numbers.trim)) };
  }

  /* Add up as the workbook does: empty while a part is empty, `?` for a faulty one, `…` for a missing one, `–` if nil. */
  function sum(texts, read) {
    const parts = texts.map(read);
    if (parts.some((part) => !Object.keys(part).length)) return "";
    if (parts.some((part) => part.code)) return "?";
    if (parts.some((part) => part.mark === "…" || part.mark === "NA")) return "…";
    const numbers = parts.filter((part) => part.number !== undefined).map((part) => part.number);
    return numbers.length ? shown(numbers.reduce((total, one) => total + one, 0n)) : "–";
  }

  function changed(now, before, column, changes) {
    const moved = size(now - before);
    if (before === 0n || (column.kind === "count" && moved < exact(changes.small_change))) return "";
    if (moved * ONE <= exact(changes.explain_above) * size(before)) return "";
    const slack = exact(changes.factor_slack);
    for (const factor of changes.factors) {
      const times = (one) => (one * exact(factor)) / ONE;
      const near = (one, other) => now !== 0n && size(one - other) * ONE <= slack * size(other);
      if (near(now, times(before))) return factor;
      if (near(before, times(now))) return `1/${factor}`;
    }
    return "much";
  }

  function percent(now, before) {
    const hundredths = Number(((now - before) * 100000n) / before) / 1000;
    return `${hundredths > 0 ? "+" : ""}${hundredths.toFixed(1).replace(".", ",")} %`;
  }

  /* Make the judge of a form's cells from the data of `prapemeriksaan.json`. */
  function judgeOf(data) {
    const { read, amount, styleOf, isEnglish } = reader(data.numbers);

    function fault(code, facts) {
      const { severity, text } = data.messages[code];
      const place = /^\{row\}(?:, \{column\})?: /;
      const filled = text.replace(place, "").replace(/\{([a-z_]+)\}/g, (_, name) => facts[name] ?? "–");
      return { code, severity: facts.severity || severity, text: filled[0].toUpperCase() + filled.slice(1) };
    }

    /* The faults of one cell by itself and against last period. An empty cell has none while one is typing. */
    function judgeCell(typed, column, before) {
      const said = read(typed);
      const facts = { value: typed, decimals: column.decimals, unit: column.unit };
      if (said.code) return [fault(said.code, facts)];
      if (said.number === undefined) return [];
      const { number, places } = said;
      const found = [];
      facts.number = shown(number);
      let sound = true;
      const note = (code, more = {}) => found.push(fault(code, { ...facts, ...more }));
      if (column.is_whole && places) { note("not_whole"); sound = false; }
      if (!column.is_whole && places > column.decimals) note("too_many_decimals");
      if (column.minimum && number < exact(column.minimum)) {
        note("below_minimum", { minimum: shown(exact(column.minimum)) });
        sound = false;
      } else if (column.maximum && number > exact(column.maximum)) {
        note("above_maximum", { maximum: shown(exact(column.maximum)) });
        sound = false;
      }
      const [low, high] = [exact(data.small_counts.from), exact(data.small_counts.to)];
      if (column.is_people && !places && number >= low && number <= high) note("small_count");
      if (sound && /^-?[0-9]+(\.[0-9]+)?$/.test(before)) {
        const then = exact(before);
        const how = changed(number, then, column, data.changes);
        if (how === "much") note("changed_much", { previous: shown(then), change: percent(number, then) });
        else if (how) note("factor_suspected", { previous: shown(then), factor: how });
      }
      return found;
    }

    function side(parts, textOf) {
      let total = exact(parts.constant);
      for (const part of parts.columns) {
        const number = amount(textOf(part.column));
        if (number === null) return null;
        total += BigInt(part.sign) * number;
      }
      return total;
    }

    /* The rules that a row breaks, each at the column where it is told. A missing part decides nothing. */
    function judgeRow(table, textOf) {
      const labels = Object.fromEntries(table.columns.map((column) => [column.code, column.shown]));
      return table.rules.flatMap((rule) => {
        const [left, right] = [side(rule.left, textOf), side(rule.right, textOf)];
        if (left === null || right === null) return [];
        const slack = exact(rule.tolerance);
        const holds = { "<=": left <= right + slack, ">=": left + slack >= right, "==": size(left - right) <= slack };
        if (holds[rule.compare]) return [];
        const used = [...rule.left.columns, ...rule.right.columns].map((part) => part.column);
        const values = used.map((code) => `${labels[code]} ${textOf(code)}`).join(", ");
        const remedy = { salah: "Perbaiki angkanya", periksa: "Perbaiki, atau jelaskan", info: "Periksa kembali" };
        const facts = { rule: rule.code, says: rule.says.replace(/[. ]+$/, ""), values, severity: rule.severity };
        return [{ at: rule.at, fault: fault("rule_broken", { ...facts, remedy: remedy[rule.severity] }) }];
      });
    }

    return { judgeCell, judgeRow, read, styleOf, isEnglish, sum: (texts) => sum(texts, read) };
  }

  return { judgeOf };
})();

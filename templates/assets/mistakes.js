// Typing mistakes, for search.js and for the filter of lists in reading.js.
"use strict";

// How many letters of a word were added, left out, changed or swapped in another; more than ``most`` is not counted.
const distance = (a, b, most) => {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    [before, row] = [row, next];
  }
  return row[b.length] <= most ? row[b.length] : Infinity;
};

// How many mistakes a word of this length may have.
const forgiven = (word) => (word.length < 4 ? 0 : word.length > 7 ? 2 : 1);

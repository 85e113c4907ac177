// Full-text search in a site of pages alone, or of very many stories: the index that builder/store/word_files.py describes,
// as search.js expects an engine, with the functions of Pagefind's that it uses. A result has its address at once; excerpts
// and quotations are taken from the page of the article.
const { root, index } = document.getElementById("search").dataset;
const base = new URL("words/", location.href.replace(/[?#].*/, ""));
const [LONGEST, SHORT, LENGTH, BEFORE] = [40, 3, 30, 8];
const PARTS = 3;  // Files with words that begin as a typed one does; so many are loaded for the first letters of a word.
const OWN = 2 ** 20;  // More than there are articles.
const SETTLED = 150;  // Milliseconds after a search before pages are read: the next key may come.

// As word_files.words() has them.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
const plain = (text) => text.normalize("NFD").replace(/[\p{M}'’ʼ]/gu, "").toLowerCase().replace(/[ßæœøłđðþı]/g, (c) => LETTERS[c]);
const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((word) => word.slice(0, LONGEST));

// The beginning that a word shares with its other forms: "umbrella" of "umbrellas". Whether a word of an article is
// meant by one that a reader typed; two letters mean only themselves.
const stem = (word) => word.replace(/(?<=.{4})(?:ing|ed|es|s)$/, "");
const means = (word, typed) => word === typed || (typed.length >= SHORT && word.startsWith(stem(typed)));

const loaded = new Map();
const get = (name) => {
  if (!loaded.has(name)) {
    const answer = fetch(new URL(name, base)).then((found) => {
      if (!found.ok) throw new Error(found.statusText);
      return name.endsWith(".json") ? found.json() : found.text();
    });
    answer.catch(() => loaded.delete(name));
    loaded.set(name, answer);
  }
  return loaded.get(name);
};

// By characters, not by the halves of rare ones, as the words are sorted.
const isAfter = (one, other) => {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((character, place) => character !== b[place]);
  return at >= 0 && (at >= b.length || a[at].codePointAt(0) > b[at].codePointAt(0));
};

const beginning = (typed) => (typed.length >= SHORT ? stem(typed) : typed);
const partOf = (first, begin) => Math.max(0, first.findLastIndex((word) => !isAfter(word, begin)));

// The files with the words that begin as the typed one does: the first of them, and the one that has the very word.
const partsOf = (first, typed) => {
  const begin = beginning(typed);
  const [start, own] = [partOf(first, begin), partOf(first, typed)];
  const parts = [start];
  while (parts.length < PARTS && first[start + parts.length]?.startsWith(begin)) parts.push(start + parts.length);
  return parts.includes(own) ? parts : [...parts, own];
};

// The lines of all words that the typed one means.
const lines = async (first, typed) => {
  const texts = await Promise.all(partsOf(first, typed).map((part) => get(`${part}.txt`)));
  return texts.flatMap((text) => text.split("\n")).map((line) => [line.slice(0, line.indexOf(" ")), line])
    .filter(([word]) => word && means(word, typed));
};

// How well each article fits the typed word, 0 if it has it not: better if it has the very word, often, and few others
// have it. A line is read sign by sign, for many have ten thousand articles: digits and letters of a gap, a capital weight.
const scores = async ({ first, articles }, typed) => {
  const fits = new Float64Array(articles.length);
  const rows = await lines(first, typed);
  let very = false;
  for (const [word, line] of rows) {
    very ||= word === typed;
    let count = 0;
    for (let at = word.length + 1; at < line.length; at += 1) count += line.charCodeAt(at) >> 5 === 2;
    const close = word === typed ? 1 : typed.length / (typed.length + word.length);
    const best = close * Math.log(1 + articles.length / count);
    let [number, gap] = [0, 0];
    for (let at = word.length + 1; at < line.length; at += 1) {
      const code = line.charCodeAt(at);
      if (code >> 5 === 2) {
        number += gap;
        gap = 0;
        fits[number] = Math.max(fits[number], best * Math.sqrt(code - 64));
      } else gap = gap * 36 + code - (code < 58 ? 48 : 87);
    }
  }
  return { fits, very, some: rows.length > 0 };
};

const escaped = (text) => text.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
const marked = (piece) => piece.replace(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su, (_, before, word, after) =>
  `${escaped(before)}<mark>${escaped(word)}</mark>${escaped(after)}`);

// The words of a text around those typed, where most of them are together; its beginning if it has none.
const excerpt = (text, typed) => {
  const pieces = text.split(/\s+/).filter(Boolean);
  const hits = pieces.map((piece) => {
    const own = words(piece);
    return typed.findIndex((each) => own.some((word) => means(word, each)));
  });
  let [start, most] = [0, 0];
  hits.forEach((hit, at) => {
    if (hit < 0) return;
    const some = new Set(hits.slice(at, at + LENGTH - BEFORE).filter((each) => each >= 0)).size;
    if (some > most) [start, most] = [Math.max(0, at - BEFORE), some];
  });
  return pieces.slice(start, start + LENGTH)
    .map((piece, at) => (hits[start + at] < 0 ? escaped(piece) : marked(piece))).join(" ");
};

// The page of an article; an empty one if there is none, or nobody waits for it any more.
let reading = new AbortController();
const pageOf = async (address, signal) => {
  const answer = await fetch(`${root}articles/${address}/${index}`, { signal }).catch(() => null);
  return new DOMParser().parseFromString(answer?.ok ? await answer.text().catch(() => "") : "", "text/html");
};

// The text of an article; of a page of another theme, everything in its main part.
const textOf = (page) => {
  const blocks = [...page.querySelectorAll("main .standfirst, main .body > :not(.who, .sidenote)")];
  return (blocks.length ? blocks : [page.querySelector("main") ?? page.body]).map((block) => block.textContent).join(" ");
};

// Who said something in an article, and where: the name, and numbers for each part of the quotation.
const placesOf = async (all, number) => {
  const part = all.said.findLastIndex((first) => first <= number);
  if (part < 0) return [];
  const [names, ...rows] = (await get(`said-${part}.txt`)).split("\n");
  const own = rows.find((row) => row.startsWith(`${number.toString(36)} `));
  return (own?.split(" ").slice(1) ?? []).map((place) => {
    const [name, ...numbers] = place.split(".").map((each) => parseInt(each, 36));
    return [names.split("\t")[name], numbers];
  });
};

// The words of a paragraph behind so many characters, white space not counted.
const piece = (paragraph, before, length) => {
  const solid = [...(paragraph?.textContent ?? "").matchAll(/\S/gu)].map((match) => match.index);
  return paragraph?.textContent.slice(solid[before], solid[before + length - 1] + 1).replace(/\s+/g, " ") ?? "";
};

// Two parts of a quotation as one text, as whole_quotation in builder/core/text.py joins them.
const joined = (first, narration, second) => {
  if (/,$/.test(first) && /[.!?…:]$/.test(narration) && !/^\p{Ll}/u.test(second)) return `${first.slice(0, -1)}. ${second}`;
  return `${first}${/[,;:.!?…]$/.test(first) || !narration ? " " : " … "}${second}`;
};

// The quotations of an article as rows of speaker, paragraph and words.
const quotations = (places, page) => places.map(([name, numbers]) => {
  for (const reference of page.querySelectorAll(".ref")) reference.remove();
  let [whole, last, end] = ["", 0, 0];
  for (let at = 0; at < numbers.length; at += 3) {
    const [paragraph, before, length] = numbers.slice(at, at + 3);
    const text = page.getElementById(`p${paragraph}`);
    const words = piece(text, before, length);
    const narration = last === paragraph ? piece(text, end, before - end).replace(/^["'“”‘’«»\s]+|["'“”‘’«»\s]+$/g, "") : "";
    whole = at ? joined(whole, narration, words) : words;
    [last, end] = [paragraph, before + length];
  }
  return [name, numbers[0], whole.replace(/,$/, /^\p{Ll}/u.test(whole) ? "" : ".")];
});

export const init = () => get("index.json");

// Loads the files in which the words of an unfinished query are, and no more pages for the one before.
export const preload = async (query) => {
  reading.abort();
  reading = new AbortController();
  const { first } = await get("index.json");
  for (const word of words(query)) if (word.length >= SHORT) get(`${partOf(first, beginning(word))}.txt`).catch(() => {});
};

export const search = async (query) => {
  const all = await get("index.json");
  const typed = [...new Set(words(query))];
  const { signal } = reading;
  const every = await Promise.all(typed.map((word) => scores(all, word)));
  const exact = { very: every.every((each) => each.very), some: every.every(({ some }) => some) };
  // Each article is a number, of which the last 20 bits are its own: of two that fit equally, the newer is first.
  const ranked = new Float64Array(all.articles.length);
  let size = 0;
  for (let number = 0; typed.length && number < all.articles.length; number += 1) {
    let sum = 0;
    if (every.every(({ fits }) => { sum += fits[number]; return fits[number]; })) ranked[size++] = Math.round(sum * OWN) * OWN + number;
  }
  const found = ranked.subarray(0, size).sort().reverse();
  const read = async (number) => {
    const address = all.articles[number];
    await new Promise((later) => { setTimeout(later, SETTLED); });
    const [page, places] = await Promise.all([pageOf(address, signal), signal.aborted ? [] : placesOf(all, number)]);
    const said = JSON.stringify(quotations(places, page));
    return { raw_url: `/articles/${address}/`, excerpt: excerpt(textOf(page), typed), meta: { said } };
  };
  const result = (number) => {
    let data = null;
    return { address: all.articles[number], data: () => (data ??= read(number)) };
  };
  return { exact, results: Array.from(found, (each) => result(each % OWN)) };
};

"use strict";
// Finds articles as the help desk's own search does: all words must be there; scripts without blanks match
// anywhere, others from the beginning of a word; width, case and kana make no difference; "..." is a phrase.
// words.js has the articles' words folded already; here the question is folded.
(function () {
  var MARK = "\u30fc";
  function kana(c) { return c >= "\u30a1" && c <= "\u30fe" && c !== "\u30fb"; }
  var DENSE = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3005-\u3007\u30fc]/u;
  var DASH = /[-~\u30fc\u2010-\u2015\u2212\u2043\ufe63\u2500\u2501\u301c\u3030]/;

  // Runs of letters and digits, parted by one blank.
  function fold(text) {
    var out = "", before = "", apart = true;
    text = text.toLowerCase().normalize("NFKC").toLowerCase().replace(/\u00df/g, "ss").replace(/\p{Cf}/gu, "");
    for (var c of text) {
      if (c >= "\u3041" && c <= "\u3096") c = String.fromCharCode(c.charCodeAt(0) + 0x60);
      if (DASH.test(c) && !apart && kana(before)) {
        if (before !== MARK) out += MARK;
        before = MARK;
      } else if (DASH.test(c) || !/[\p{L}\p{N}\p{M}]/u.test(c)) {
        apart = true;
      } else {
        if (out !== "" && (apart || DENSE.test(c) !== DENSE.test(before))) out += " ";
        out += c;
        before = c;
        apart = false;
      }
    }
    return Array.from(out);
  }

  // Does the term begin at this place? A mark at the end of a long kana word may be missing, or be more.
  function at(term, text, place) {
    var sounds = 0;
    for (var i = 0; i < term.length; i++) {
      var last = i + 1 === term.length || !kana(term[i + 1]);
      if (term[i] === MARK && sounds >= 3 && last) {
        if (i + 1 < term.length && text[place] === MARK) place++;
        sounds = 0;
        continue;
      }
      if (text[place++] !== term[i]) return false;
      sounds = kana(term[i]) ? sounds + 1 : 0;
      if (sounds >= 3 && last && term[i] !== MARK && i + 1 < term.length && text[place] === MARK) place++;
    }
    return true;
  }
  function within(term, text) {
    for (var i = 0; i < text.length; i++)
      if ((DENSE.test(term[0]) || i === 0 || text[i - 1] === " ") && at(term, text, i)) return true;
    return false;
  }

  function terms(question) {
    var out = [];
    question.split(/["\u201c\u201d\uff02]/).forEach(function (part, i) {
      (i % 2 === 1 ? [part] : part.split(/\s+/)).forEach(function (word) {
        var folded = fold(word);
        if (folded.length > 0) out.push(folded);
      });
    });
    return out;
  }

  // How good: words in the question of the article count three times; 0: not all are there.
  function score(article, wanted) {
    var sum = 0;
    for (var t = 0; t < wanted.length; t++) {
      var best = 0;
      for (var f = 0; f < article.words.length; f++)
        if (within(wanted[t], article.words[f])) best = Math.max(best, f < article.titles ? 3 : 1);
      if (best === 0) return 0;
      sum += best;
    }
    return sum;
  }

  window.tobanFind = function (question) {
    var wanted = terms(question);
    if (wanted.length === 0) return [];
    return window.tobanWords.map(function (article, i) { return { article: article, i: i, score: score(article, wanted) }; })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score || a.i - b.i; })
      .map(function (hit) { return hit.article; });
  };

  window.tobanWords.forEach(function (article) {
    article.words = article.words.map(function (text) { return Array.from(text); });
  });
  document.addEventListener("DOMContentLoaded", function () {
    var box = document.getElementById("question"), list = document.getElementById("hits");
    var none = document.getElementById("none"), all = document.getElementById("all");
    if (box === null) return;
    var lang = document.documentElement.lang;
    document.getElementById("search").hidden = false;
    function show() {
      var hits = window.tobanFind(box.value), asked = terms(box.value).length > 0;
      list.replaceChildren();
      hits.forEach(function (article) {
        var item = document.createElement("li"), link = document.createElement("a");
        link.href = article.page + ".html";
        link.textContent = article.title[lang];
        item.append(link);
        list.append(item);
      });
      none.hidden = !asked || hits.length > 0;
      all.hidden = asked;
    }
    box.addEventListener("input", show);
    if (location.hash.length > 1) {
      try { box.value = decodeURIComponent(location.hash.slice(1)); } catch (e) { box.value = ""; }
    }
    show();
  });
})();

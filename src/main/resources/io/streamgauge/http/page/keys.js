// The list of keys: the server orders it, this draws it and moves the choice. Keys are data: text nodes only.

import * as format from './format.js';

export class KeyList {
  #list;
  #counts;
  #onChoose;
  #rows = [];
  #keys = [];
  #chosen = null;

  constructor(list, counts, onChoose) {
    this.#list = list;
    this.#counts = counts;
    this.#onChoose = onChoose;
    list.addEventListener('click', (event) => {
      const row = event.target.closest('li');
      if (row) {
        this.choose(this.#keys[this.#rows.indexOf(row)]);
      }
    });
    list.addEventListener('keydown', (event) => this.onKeyDown(event));
  }

  get first() {
    return this.#keys[0] ?? null;
  }

  draw(overview, search) {
    this.#keys = overview.keys.map((summary) => summary.key);
    this.#resize(overview.keys.length);
    overview.keys.forEach((summary, i) => drawRow(this.#rows[i], summary));
    this.#markChosen();
    this.#counts.textContent = counted(overview, search);
  }

  /** Redraws one key's row, so that it says what the chart says. */
  refresh(summary) {
    const row = this.#rows[this.#keys.indexOf(summary.key)];
    if (row) {
      drawRow(row, summary);
    }
  }

  choose(key) {
    this.mark(key);
    this.#onChoose(key);
  }

  /** Shows the key as the chosen one. */
  mark(key) {
    this.#chosen = key;
    this.#markChosen();
  }

  /** Arrow keys, Home and End move the choice; the search field hands its own here. */
  onKeyDown(event) {
    const at = this.#keys.indexOf(this.#chosen);
    const last = this.#keys.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (to === undefined || last < 0) {
      return;
    }
    event.preventDefault();
    this.choose(this.#keys[to]);
    this.#rows[to].scrollIntoView({ block: 'nearest' });
  }

  #resize(count) {
    while (this.#rows.length > count) {
      this.#rows.pop().remove();
    }
    while (this.#rows.length < count) {
      const row = newRow(this.#rows.length);
      this.#rows.push(row);
      this.#list.append(row);
    }
  }

  #markChosen() {
    this.#list.removeAttribute('aria-activedescendant');
    this.#rows.forEach((row, i) => {
      const chosen = this.#keys[i] === this.#chosen;
      row.setAttribute('aria-selected', String(chosen));
      if (chosen) {
        this.#list.setAttribute('aria-activedescendant', row.id);
      }
    });
  }
}

function newRow(index) {
  const row = document.createElement('li');
  row.id = `key-${index}`;
  row.setAttribute('role', 'option');
  for (const part of ['name', 'last', 'score']) {
    const span = document.createElement('span');
    span.className = part;
    row.append(span);
  }
  return row;
}

function drawRow(row, summary) {
  const [name, last, score] = row.children;
  name.textContent = summary.key;
  row.title = summary.key;
  last.textContent = format.number(summary.y);
  score.textContent = format.score(summary.anomaly_score);
  score.title = 'anomaly score';
  score.classList.toggle('high', summary.anomaly_score > 1);
}

function counted(overview, search) {
  if (overview.total === 0) {
    return 'no keys yet';
  }
  const keys = (count) => `${format.whole(count)} ${count === 1 ? 'key' : 'keys'}`;
  if (overview.matching === 0) {
    return `none of ${keys(overview.total)} contains “${search}”`;
  }
  const shown = overview.keys.length < overview.matching ? `first ${overview.keys.length} of ` : '';
  const found = search ? `${keys(overview.matching)} of ${format.whole(overview.total)}` : keys(overview.total);
  return `${shown}${found} · ${format.whole(overview.anomalous)} anomalous`;
}

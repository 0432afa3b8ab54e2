// A person's word on a stretch of a key: the form, and what was said from this page.

import * as format from './format.js';

export class Labels {
  #find;
  #given = new Map();
  #onGiven;
  #key = '';

  /** onGiven: told when a label has been kept. */
  constructor(find, onGiven) {
    this.#find = find;
    this.#onGiven = onGiven;
    find('label-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    find('label-cancel').addEventListener('click', () => find('label-dialog').close());
  }

  of(key) {
    return this.#given.get(key) ?? [];
  }

  open(key, [from, to]) {
    this.#key = key;
    this.#find('label-key').textContent = key;
    this.#find('label-from').value = format.dateTime(from);
    this.#find('label-to').value = format.dateTime(to);
    this.#find('label-answer').textContent = '';
    this.#find('label-dialog').showModal();
  }

  async #send() {
    const label = {
      from: time(this.#find('label-from').value),
      to: time(this.#find('label-to').value),
      label: this.#find('label-kind').value,
      by: this.#find('label-by').value || 'page',
    };
    if (Number.isNaN(label.from) || Number.isNaN(label.to)) {
      this.#answer('A time is written as 2026-01-31 12:00.');
      return;
    }
    try {
      const answer = await fetch(`/api/keys/${encodeURIComponent(this.#key).replaceAll('.', '%2E')}/labels`, {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(label),
      });
      if (answer.ok) {
        this.#given.set(this.#key, [...this.of(this.#key), label]);
        this.#answer(`Labelled as ${label.label}.`);
        this.#onGiven(this.#key);
      } else {
        this.#answer((await answer.json()).error);
      }
    } catch {
      this.#answer('The server does not answer; try again.');
    }
  }

  #answer(text) {
    this.#find('label-answer').textContent = text;
  }
}

function time(text) {
  return Date.parse(`${text.trim().replace(' ', 'T')}Z`);
}

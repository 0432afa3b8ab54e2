// A person's word on a stretch of a key: the form. What was said comes back from the labels topic.

import * as format from './format.js';

export class Labels {
  #find;
  #key = '';

  constructor(find) {
    this.#find = find;
    find('label-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    find('label-cancel').addEventListener('click', () => find('label-dialog').close());
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
        this.#answer(`Labelled as ${label.label}.`);
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

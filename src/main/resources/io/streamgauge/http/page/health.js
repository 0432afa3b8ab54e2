// The health view: how this instance is, what Prometheus would be told of it, its fellows, and the open episodes.

import * as format from './format.js';

const REFRESH_MILLIS = 5000;

/** What is shown of the metrics: the name in words, the metric, how it is written. */
const FIGURES = [
  ['Events taken in', 'streamgauge_events_total', format.whole],
  ['Forecasts made', 'streamgauge_forecasts_total', format.whole],
  ['Events refused', 'streamgauge_dead_letters_total', format.whole],
  ['Events waiting', 'streamgauge_input_lag', format.whole],
  ['Records left to restore', 'streamgauge_restore_remaining', format.whole],
  ['Keys with a state here', 'streamgauge_state_keys', format.whole],
  ['States', 'streamgauge_state_bytes', format.bytes],
  ['Heap', 'streamgauge_heap_bytes', format.bytes],
  ['Process', 'streamgauge_resident_bytes', format.bytes],
  ['Age of the weights', 'streamgauge_weights_age_seconds', format.seconds],
];

export class HealthView {
  #find;
  #timer = 0;

  constructor(find) {
    this.#find = find;
  }

  state(health) {
    const badge = this.#find('health-state');
    badge.textContent = health.state.toLowerCase().replaceAll('_', ' ');
    badge.dataset.tone = health.healthy ? '' : 'alarm';
  }

  /** While it is looked at, the figures are asked for again and again. */
  shown(visible) {
    clearInterval(this.#timer);
    if (visible) {
      this.#refresh();
      this.#timer = setInterval(() => this.#refresh(), REFRESH_MILLIS);
    }
  }

  async #refresh() {
    try {
      const answer = await fetch('/metrics');
      if (answer.ok) {
        this.#figures(sums(await answer.text()));
      }
      const known = await fetch('/api/instances');
      this.#instances(known.ok ? (await known.json()).instances : []);
    } catch {
      // The connection's own sign says so.
    }
  }

  #figures(metrics) {
    this.#find('health-figures').replaceChildren(...FIGURES.filter(([, metric]) => metrics.has(metric))
      .map(([name, metric, write]) => {
        const row = document.createElement('div');
        row.appendChild(document.createElement('dt')).textContent = name;
        row.appendChild(document.createElement('dd')).textContent = write(metrics.get(metric));
        return row;
      }));
  }

  #instances(instances) {
    this.#find('instances-none').hidden = instances.length > 0;
    this.#find('instances').hidden = instances.length === 0;
    this.#find('instances').tBodies[0].replaceChildren(...instances.map((one) => cells([
      one.here ? `${one.instance} (this one)` : one.instance, one.partitions.join(', ') || '–', one.standbys.join(', ') || '–'])));
  }

  episodes({ total, episodes }) {
    this.#find('episodes-count').textContent = total > 0 ? `(${format.whole(total)})` : '';
    this.#find('episodes-none').hidden = total > 0;
    this.#find('episodes').hidden = total === 0;
    this.#find('episodes').tBodies[0].replaceChildren(...episodes.map((episode) => cells([
      episode.key, episode.kind, `${format.dateTime(episode.since)} UTC`, format.score(episode.peak)])));
  }
}

/** A table row of texts. */
export function cells(texts) {
  const row = document.createElement('tr');
  texts.forEach((text) => {
    row.appendChild(document.createElement('td')).textContent = text;
  });
  return row;
}

/** The sum over the series of every metric. */
function sums(scrape) {
  const metrics = new Map();
  for (const line of scrape.split('\n')) {
    const [, name, value] = /^([a-z_]+)(?:\{.*\})? (\S+)$/.exec(line) ?? [];
    if (name) {
      metrics.set(name, (metrics.get(name) ?? 0) + Number(value));
    }
  }
  return metrics;
}

// One key's chart: value, the forecast made one step before with its band, the forecast ahead, and the score below.

import {
  aheadOf, aheadTip, bandSeries, bandsOf, COLUMNS, emptyPoints, fanOf, lineSeries, pastTip, valueAxis, zip,
} from './drawing.js';
import * as format from './format.js';

/** How much nearer one press of a key brings, and the share of the past that is the least to be shown, in percent. */
const ZOOM_STEP = 1.5;
const LEAST_SPAN = 2;

export class SeriesChart {
  #element;
  #chart;
  #colours = {};
  #points = emptyPoints();
  #latest = null;
  #capacity = 0;
  #span = Infinity;
  #frame = 0;
  #note;
  #noteText;
  /** The past point that is looked at, and what was forecast there; null for the present. */
  #at = null;
  #fan = null;
  #labels = [];
  #episodes = [];
  /** Which part of what is shown is looked at, in percent. */
  #zoom = [0, 100];

  constructor(element, note) {
    this.#element = element;
    this.#note = note;
    this.#noteText = note.textContent;
    this.#chart = window.echarts.init(element, null, { renderer: 'canvas' });
    this.#chart.on('finished', () => this.#report());
    this.#chart.getZr().on('click', (event) => this.#lookAtPixel(event.offsetX, event.offsetY));
    this.#chart.on('datazoom', () => this.#zoomed());
    element.addEventListener('keydown', (event) => this.#onKeyDown(event));
    new ResizeObserver(() => this.#chart.resize()).observe(element);
    this.readColours();
  }

  /** Marks the stretches that somebody has labelled, and the episodes. */
  annotate({ labels, episodes }) {
    this.#labels = labels;
    this.#episodes = episodes;
    this.#redraw();
  }

  /** What a label is likely meant for: the anomalous values around the point looked at, or that point alone. */
  stretch() {
    const { time, anomaly_score: score } = this.#points;
    const found = time.indexOf(this.#at);
    let from = found < 0 ? time.length - 1 : found;
    let to = from;
    while (score[from] > 1 && score[from - 1] > 1) {
      from--;
    }
    while (score[to] > 1 && score[to + 1] > 1) {
      to++;
    }
    return [time[from], time[to]];
  }

  #lookAtPixel(x, y) {
    if (!this.#chart.containPixel('grid', [x, y])) {
      return;
    }
    const [at] = this.#chart.convertFromPixel({ seriesId: 'value' }, [x, y]);
    const times = this.#shown().time;
    this.#lookAt(times.reduce((best, time) => (Math.abs(time - at) < Math.abs(best - at) ? time : best), times[0]));
  }

  #onKeyDown(event) {
    const times = this.#shown().time;
    const at = times.indexOf(this.#at);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Escape') {
      this.#present();
    } else if (step && times.length > 0) {
      event.preventDefault();
      this.#lookAt(times[Math.max(0, Math.min(times.length - 1, (at < 0 ? times.length - 1 : at) + step))]);
    } else if (event.key === '+' || event.key === '-') {
      this.#zoomBy(event.key === '+' ? 1 / ZOOM_STEP : ZOOM_STEP);
    } else if (event.key === '0') {
      this.#zoomTo(0, 100);
    }
  }

  /** Nearer or farther around the point that is looked at, or else towards the present. */
  #zoomBy(factor) {
    const [start, end] = this.#zoom;
    const width = Math.max(LEAST_SPAN, Math.min(100, (end - start) * factor));
    const times = this.#shown().time;
    const first = times[0];
    const last = this.#lastTime();
    const centre = this.#at === null ? end : 100 * (this.#at - first) / (last - first);
    const from = Math.max(0, Math.min(100 - width, this.#at === null ? end - width : centre - width / 2));
    this.#zoomTo(from, from + width);
  }

  #zoomTo(start, end) {
    this.#chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start, end });
  }

  #zoomed() {
    const { start, end } = this.#chart.getOption().dataZoom[0];
    this.#zoom = [start, end];
    this.#element.dataset.zoom = `${start.toFixed(1)} ${end.toFixed(1)}`;
  }

  /** The last time that the axis shows. */
  #lastTime() {
    return Math.max(this.#points.time.at(-1), this.#latest.target_time.at(-1) ?? 0, this.#fan?.target_time.at(-1) ?? 0);
  }

  #present() {
    this.#at = null;
    this.#fan = null;
    this.#note.textContent = this.#noteText;
    delete this.#element.dataset.fan;
    this.#redraw();
  }

  /** Asks what was forecast at a past point; the last one that was asked for is drawn. */
  async #lookAt(time) {
    this.#at = time;
    const key = encodeURIComponent(this.#latest.key).replaceAll('.', '%2E');
    try {
      const answer = await fetch(`/api/keys/${key}/fan?time=${time}`);
      const fan = answer.ok ? await answer.json() : null;
      if (this.#at !== time || fan?.key !== this.#latest?.key) {
        return;
      }
      this.#fan = fan;
      this.#element.dataset.fan = String(time);
      this.#note.textContent = `Forecast made at ${format.dateTime(time)} UTC, `
        + `${fan.target_time.length} ${fan.target_time.length === 1 ? 'horizon' : 'horizons'} ahead; Escape returns to the present.`;
      this.#redraw();
    } catch {
      this.#note.textContent = 'The server does not answer.';
    }
  }

  readColours() {
    const style = getComputedStyle(document.documentElement);
    const names = ['ink', 'muted', 'faint', 'bar', 'line', 'panel', 'forecast', 'band', 'ahead', 'ahead-band', 'anomaly',
      'anomaly-soft', 'label'];
    this.#colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
    this.#redraw();
  }

  clear() {
    this.#points = emptyPoints();
    this.#latest = null;
    this.#zoom = [0, 100];
    delete this.#element.dataset.zoom;
    this.#present();
    this.#chart.clear();
    this.#element.dataset.points = '0';
  }

  replace(series) {
    this.#points = emptyPoints();
    this.append(series);
  }

  append(series) {
    this.#capacity = series.capacity;
    for (const column of COLUMNS) {
      const held = this.#points[column];
      held.push(...series.points[column]);
      held.splice(0, Math.max(0, held.length - this.#capacity));
    }
    this.#latest = series.latest;
    this.#redraw();
  }

  /** How many of the last points to show. */
  show(span) {
    this.#span = span;
    this.#redraw();
  }

  #redraw() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      if (this.#latest && this.#points.time.length > 0) {
        this.#chart.setOption(this.#option(), { notMerge: false, lazyUpdate: false });
      }
    });
  }

  /** What is on the screen, for those who cannot see it. */
  #report() {
    const times = this.#points.time;
    if (times.length > 0) {
      this.#element.dataset.key = this.#latest.key;
      this.#element.dataset.points = String(Math.min(times.length, this.#span));
      this.#element.dataset.lastTime = String(times.at(-1));
      this.#element.dataset.labels = String(this.#labels.length);
      this.#element.dataset.episodes = String(this.#episodes.length);
    }
  }

  #shown() {
    const from = Math.max(0, this.#points.time.length - this.#span);
    return Object.fromEntries(COLUMNS.map((column) => [column, this.#points[column].slice(from)]));
  }

  #option() {
    const points = this.#shown();
    const ahead = aheadOf(points, this.#latest);
    const fan = this.#fan ? fanOf(this.#fan) : [];
    const first = points.time[0];
    const last = this.#lastTime();
    const [low, high, interval] = valueAxis(points, ahead);
    const top = Math.max(2, Math.ceil(Math.max(...points.anomaly_score.map((score) => score ?? 0))));
    const c = this.#colours;
    const label = { color: c.muted, fontSize: 12 };
    const time = { type: 'time', min: first, max: last, axisTick: { show: false }, axisLine: { lineStyle: { color: c.line } } };
    return {
      useUTC: true,
      animation: false,
      grid: [
        { left: 56, right: 12, top: 10, bottom: 112 },
        { left: 56, right: 12, height: 56, bottom: 28 },
      ],
      axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: c.muted } },
      tooltip: this.#tooltip(points, ahead),
      dataZoom: [{
        type: 'inside', xAxisIndex: [0, 1], filterMode: 'none', minSpan: LEAST_SPAN, start: this.#zoom[0], end: this.#zoom[1],
      }],
      xAxis: [
        { ...time, gridIndex: 0, axisLabel: { show: false }, splitLine: { show: false } },
        { ...time, gridIndex: 1, axisLabel: { ...label, hideOverlap: true }, splitLine: { show: false } },
      ],
      yAxis: [
        {
          gridIndex: 0, min: low, max: high, interval, axisLabel: { ...label, formatter: format.tick },
          splitLine: { lineStyle: { color: c.line } },
        },
        {
          gridIndex: 1, min: 0, max: top, interval: top, name: 'score', nameLocation: 'middle', nameGap: 36,
          nameTextStyle: label, axisLabel: label, splitLine: { show: false },
        },
      ],
      series: [
        bandSeries('band', bandsOf(points), c.band),
        bandSeries('ahead-band', [ahead.map((p) => [p.time, p.lower, p.upper])], c['ahead-band']),
        bandSeries('fan-band', fan.length > 1 ? [fan.map((p) => [p.time, p.lower, p.upper])] : [], c['ahead-band']),
        lineSeries('forecast', zip(points.time, points.yhat), { color: c.forecast, width: 1.5 }, 3),
        lineSeries('ahead', ahead.map((p) => [p.time, p.yhat]), { color: c.ahead, width: 2, type: [5, 4] }, 4),
        lineSeries('fan', fan.map((p) => [p.time, p.yhat]), { color: c.ahead, width: 2 }, 4),
        { ...lineSeries('value', zip(points.time, points.y), { color: c.ink, width: 1.75 }, 5), ...this.#marks() },
        {
          id: 'anomalies', type: 'scatter', silent: true, emphasis: { disabled: true }, symbolSize: 8, z: 6,
          itemStyle: { color: c.anomaly, borderColor: c.panel, borderWidth: 1.5 },
          data: zip(points.time, points.y).filter((_, i) => points.anomaly_score[i] > 1),
          ...this.#episodeMarks(points),
        },
        this.#scoreSeries(points),
      ],
    };
  }

  /** The point that is looked at, and what is labelled. */
  #marks() {
    const c = this.#colours;
    return {
      markLine: {
        silent: true, symbol: 'none', animation: false, label: { show: false },
        lineStyle: { color: c.ahead, type: 'dotted', width: 1.5 },
        data: this.#at === null ? [] : [{ xAxis: this.#at }],
      },
      markArea: {
        silent: true, animation: false, itemStyle: { color: c.label },
        label: { color: c.muted, position: 'insideTop', fontSize: 11 },
        data: this.#labels.map(({ label, by, from, to }) => [
          { name: by ? `${label}, ${by}` : label, xAxis: from }, { xAxis: to },
        ]),
      },
    };
  }

  /** The episodes: where each began and how long it lasted, an open one until the last value. */
  #episodeMarks(points) {
    const c = this.#colours;
    const present = points.time.at(-1);
    return {
      markArea: {
        silent: true, animation: false, itemStyle: { color: c['anomaly-soft'], opacity: 0.55 },
        label: { color: c.anomaly, position: 'insideBottom', fontSize: 11 },
        data: this.#episodes.map((episode) => [
          { name: episode.kind, xAxis: episode.since },
          { xAxis: episode.change === 'closed' ? episode.time : present },
        ]),
      },
      markLine: {
        silent: true, symbol: 'none', animation: false, label: { show: false },
        lineStyle: { color: c.anomaly, type: 'solid', width: 1, opacity: 0.7 },
        data: this.#episodes.map((episode) => ({ xAxis: episode.since })),
      },
    };
  }

  #scoreSeries(points) {
    const c = this.#colours;
    const width = this.#chart.getWidth() / points.time.length;
    return {
      id: 'score', type: 'bar', xAxisIndex: 1, yAxisIndex: 1, silent: true, emphasis: { disabled: true },
      barWidth: Math.max(1, Math.min(8, Math.floor(width * 0.7))),
      itemStyle: { color: (item) => (item.value[1] > 1 ? c.anomaly : c.bar) },
      data: zip(points.time, points.anomaly_score),
      markLine: {
        silent: true, symbol: 'none', label: { position: 'start', distance: 8, formatter: '1', color: c.anomaly },
        lineStyle: { color: c.anomaly, type: 'dashed', width: 1, opacity: 0.8 },
        data: [{ yAxis: 1 }],
      },
    };
  }

  #tooltip(points, ahead) {
    const c = this.#colours;
    return {
      trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: c.panel, borderColor: c.line,
      padding: [8, 12], textStyle: { color: c.ink },
      formatter: (items) => {
        const at = items[0]?.value[0];
        const i = points.time.indexOf(at);
        return i >= 0 ? pastTip(points, i) : aheadTip(ahead.find((p) => p.time === at));
      },
    };
  }
}

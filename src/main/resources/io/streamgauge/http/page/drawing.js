// From points to what is drawn of them: lines, bands, axes and tips.

import * as format from './format.js';

export const COLUMNS = ['time', 'y', 'yhat', 'yhat_lower', 'yhat_upper', 'anomaly_score', 'alert_score'];
/** A band may stretch the value axis by this share of the values' own range; wider ones are cut at the edge. */
const BAND_STRETCH = 0.6;
const TICKS = 6;

export function emptyPoints() {
  return Object.fromEntries(COLUMNS.map((column) => [column, []]));
}

export function zip(times, values) {
  return times.map((time, i) => [time, values[i]]);
}

/** The forecast ahead, from the last value on. */
export function aheadOf(points, latest) {
  const y = points.y.at(-1);
  const start = { time: points.time.at(-1), yhat: y, lower: y, upper: y };
  return [start, ...latest.target_time.map((time, i) => ({
    time, yhat: latest.yhat[i], lower: latest.yhat_lower[i], upper: latest.yhat_upper[i],
  }))];
}

/** The forecasts made at a past point, from its value on. */
export function fanOf(fan) {
  const start = { time: fan.time, yhat: fan.y, lower: fan.y, upper: fan.y };
  return [start, ...fan.target_time.map((time, i) => ({
    time, yhat: fan.yhat[i], lower: fan.yhat_lower[i], upper: fan.yhat_upper[i],
  }))];
}

/** The stretches in which every point has a band. */
export function bandsOf(points) {
  const bands = [[]];
  points.time.forEach((time, i) => {
    if (points.yhat_lower[i] === null || points.yhat_upper[i] === null) {
      bands.push([]);
    } else {
      bands.at(-1).push([time, points.yhat_lower[i], points.yhat_upper[i]]);
    }
  });
  return bands.filter((band) => band.length > 1);
}

/** Lowest and highest value of the axis and the distance of its ticks, all round, so that it seldom changes. */
export function valueAxis(points, ahead) {
  const finite = (values) => values.filter((value) => value !== null);
  const inner = finite([...points.y, ...points.yhat, ...ahead.map((p) => p.yhat)]);
  const outer = finite([...points.yhat_lower, ...points.yhat_upper, ...ahead.flatMap((p) => [p.lower, p.upper])]);
  const low = Math.min(...inner);
  const high = Math.max(...inner);
  const stretch = BAND_STRETCH * (high - low);
  const from = Math.max(Math.min(low, ...outer), low - stretch);
  const to = Math.min(Math.max(high, ...outer), high + stretch);
  const interval = roundUp((to - from || Math.abs(to) || 1) / TICKS);
  const bottom = Math.floor(from / interval) * interval;
  const top = Math.ceil(to / interval) * interval;
  return [bottom, top > bottom ? top : bottom + interval, interval];
}

/** The next number of the form 1, 2, 2.5 or 5 times a power of ten. */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 2.5, 5, 10].find((step) => step * power >= value * (1 - 1e-9));
}

export function lineSeries(id, data, lineStyle, z) {
  return {
    id, type: 'line', data, lineStyle, itemStyle: { color: lineStyle.color }, silent: true, z, zlevel: 0,
    symbol: 'circle', symbolSize: 6, showSymbol: false, emphasis: { disabled: true },
  };
}

/** Bands as polygons: along the upper edge and back along the lower one. */
export function bandSeries(id, bands, colour) {
  return {
    id, type: 'custom', silent: true, clip: true, z: 1, emphasis: { disabled: true }, tooltip: { show: false },
    encode: { x: 0, y: [1, 2] },
    data: bands.map((band) => band[0]),
    renderItem: (params, api) => {
      const band = bands[params.dataIndex];
      const upper = band.map(([time, , high]) => api.coord([time, high]));
      const lower = band.map(([time, low]) => api.coord([time, low])).reverse();
      return {
        type: 'polygon', z2: 0,
        shape: { points: window.echarts.graphic.clipPointsByRect([...upper, ...lower], params.coordSys) },
        style: { fill: colour },
      };
    },
  };
}

export function pastTip(points, i) {
  return tip(points.time[i], [
    ['value', format.number(points.y[i])],
    ['forecast', format.number(points.yhat[i])],
    ['band', format.range(points.yhat_lower[i], points.yhat_upper[i])],
    ['score', format.score(points.anomaly_score[i])],
  ]);
}

export function aheadTip(point) {
  return point ? tip(point.time, [
    ['forecast ahead', format.number(point.yhat)],
    ['band', format.range(point.lower, point.upper)],
  ]) : '';
}

function tip(time, rows) {
  const box = document.createElement('div');
  box.className = 'tip';
  const head = box.appendChild(document.createElement('div'));
  head.className = 'tip-time';
  head.textContent = `${format.dateTime(time)} UTC`;
  for (const [name, value] of rows.filter(([, text]) => text)) {
    const row = box.appendChild(document.createElement('div'));
    row.className = 'tip-row';
    row.appendChild(document.createElement('span')).textContent = name;
    row.appendChild(document.createElement('strong')).textContent = value;
  }
  return box;
}

// Numbers and times as people read them. Times are UTC everywhere on the page.

const NONE = '–';
const fixed = [0, 1, 2].map((digits) => new Intl.NumberFormat('en', {
  minimumFractionDigits: digits, maximumFractionDigits: digits,
}));
const significant = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const percentage = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** Four significant digits or so, never fewer than the whole part has; as many for a value's neighbours. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return NONE;
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) {
    return value.toExponential(2);
  }
  if (size >= 1000) {
    return fixed[0].format(value);
  }
  if (size >= 100) {
    return fixed[1].format(value);
  }
  return size >= 1 ? fixed[2].format(value) : significant.format(value);
}

const ticks = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });
const millions = new Intl.NumberFormat('en', { maximumSignificantDigits: 6, notation: 'compact' });

/** A round number on an axis, as short as it can be. */
export function tick(value) {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e9 || size < 1e-4) ? value.toExponential()
    : (size >= 1e6 ? millions : ticks).format(value);
}

export function score(value) {
  return value === null || value === undefined ? NONE : value >= 10 ? value.toFixed(0) : value.toFixed(1);
}

export function whole(value) {
  return value === null || value === undefined ? NONE : fixed[0].format(value);
}

export function percent(share) {
  return share === null || share === undefined ? NONE : percentage.format(share);
}

export function range(lower, upper) {
  return lower === null || upper === null ? '' : `${number(lower)} to ${number(upper)}`;
}

export function dateTime(millis) {
  const text = new Date(millis).toISOString();
  return `${text.slice(0, 10)} ${clock(text)}`;
}

/** `23:45`, with seconds only where there are any. */
function clock(iso) {
  return iso.slice(17, 19) === '00' ? iso.slice(11, 16) : iso.slice(11, 19);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(value) {
  if (!Number.isFinite(value)) {
    return NONE;
  }
  const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(value) / 10));
  return `${number(value / 1024 ** power)} ${UNITS[power]}`;
}

export function seconds(value) {
  if (!Number.isFinite(value)) {
    return NONE;
  }
  const [size, unit] = value >= 86400 ? [86400, 'd'] : value >= 3600 ? [3600, 'h'] : value >= 60 ? [60, 'min'] : [1, 's'];
  return `${significant.format(value / size)} ${unit}`;
}

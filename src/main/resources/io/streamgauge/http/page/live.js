// The server-sent events of one selection: a search and, once chosen, a key.

const RETRY_MILLIS = 3000;

export class Live {
  #source = null;
  #retry = 0;
  #query = '';
  #handlers;
  #onState;

  /** handlers: event name → function of the event's data; onState: told 'connecting', 'live' or 'lost'. */
  constructor(handlers, onState) {
    this.#handlers = handlers;
    this.#onState = onState;
  }

  select(search, key) {
    const query = new URLSearchParams();
    if (search) {
      query.set('search', search);
    }
    if (key !== null) {
      query.set('key', key);
    }
    this.#query = query.toString();
    this.#open();
  }

  #open() {
    clearTimeout(this.#retry);
    this.#source?.close();
    const source = new EventSource(`/api/events?${this.#query}`);
    this.#source = source;
    source.onopen = () => this.#onState('live');
    source.onerror = () => {
      this.#onState('lost');
      if (source.readyState === EventSource.CLOSED && source === this.#source) {
        this.#retry = setTimeout(() => this.#open(), RETRY_MILLIS);
      }
    };
    for (const [name, handle] of Object.entries(this.#handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
    }
  }
}

// Which of the three views is shown; it stands in the address, so that it survives a reload.

const VIEWS = ['keys', 'model', 'health'];

/** onShow: told the name of every view that comes up. */
export function startViews(onShow) {
  const links = [...document.querySelectorAll('[data-view]')];
  const show = (view) => {
    for (const name of VIEWS) {
      document.getElementById(`view-${name}`).hidden = name !== view;
    }
    links.forEach((link) => {
      if (link.dataset.view === view) {
        link.setAttribute('aria-current', 'page');
      } else {
        link.removeAttribute('aria-current');
      }
    });
    onShow(view);
  };
  links.forEach((link) => link.addEventListener('click', (event) => {
    event.preventDefault();
    const hash = new URLSearchParams(location.hash.slice(1));
    hash.set('view', link.dataset.view);
    history.replaceState(null, '', `#${hash}`);
    show(link.dataset.view);
  }));
  const wanted = new URLSearchParams(location.hash.slice(1)).get('view');
  show(VIEWS.includes(wanted) ? wanted : 'keys');
}

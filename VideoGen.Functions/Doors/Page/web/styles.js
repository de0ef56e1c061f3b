// @ts-check
/** Stylesheets of views, fetched when the view is. */

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/**
 * Done once the stylesheet applies, so that a view is never seen without it.
 * @param {URL} address As in `loadStyle(new URL('./gallery.css', import.meta.url))`.
 * @returns {Promise<void>}
 */
export function loadStyle({ href }) {
  const known = asked.get(href);
  if (known) return known;

  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = href;
  /** @type {Promise<void>} */
  const loaded = new Promise(resolve => {
    sheet.onload = () => resolve();
    // Plain is better than nothing at all; the next view asks again.
    sheet.onerror = () => {
      asked.delete(href);
      sheet.remove();
      resolve();
    };
  });
  document.head.append(sheet);
  asked.set(href, loaded);
  return loaded;
}

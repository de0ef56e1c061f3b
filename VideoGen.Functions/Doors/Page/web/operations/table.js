// @ts-check
/** Tables that a screen reader reads as such, also where a narrow screen shows their rows as cards. */
import { html, nothing } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';
import { icon } from '../pictures/icons.js';
import { t } from '../words.js';

/** @typedef {{ label: string, kind?: 'number' | 'wide' | 'actions' }} Column */
/** @typedef {{ key: string, kind?: string, cells: unknown[], more?: () => unknown }} Row The first cell names the row. */

/** Rows whose details are shown; they stay so when the table is drawn anew. @type {Set<string>} */
const opened = new Set();

/**
 * The roles are said since cards are no table to a browser.
 * @param {{ caption: string, columns: Column[], rows: Row[], empty: string, isCaptionUnseen?: boolean, draw?: () => void }} table
 */
export const table = ({ caption, columns, rows, empty, isCaptionUnseen = false, draw }) => (rows.length === 0 ? html`
  <div>${isCaptionUnseen ? nothing : html`<h3>${caption}</h3>`}<p class="hint">${empty}</p></div>` : html`
  <div class="tablebox ${columns.length > 4 || columns.some(column => column.kind === 'actions') ? 'many' : ''}">
    <table role="table">
      <caption class=${isCaptionUnseen ? 'unseen' : ''}>${caption}</caption>
      <thead role="rowgroup">
        <tr role="row">${columns.map(column => html`<th role="columnheader" scope="col" class=${column.kind ?? ''}>${column.kind === 'actions' ? html`<span class="unseen">${column.label}</span>` : column.label}</th>`)}</tr>
      </thead>
      <tbody role="rowgroup">
        ${repeat(rows, row => row.key, row => html`
          <tr role="row" class=${row.kind ?? ''}>
            ${row.cells.map((cell, at) => at === 0
              ? html`<th role="rowheader" scope="row" data-label=${columns[0]?.label ?? ''}><div class="names">${cell}${row.more && draw ? opener(row.key, draw) : nothing}</div></th>`
              : html`<td role="cell" class=${columns[at]?.kind ?? ''} data-label=${columns[at]?.label ?? ''}><div>${cell}</div></td>`)}
          </tr>
          ${row.more && opened.has(row.key) ? html`<tr role="row" class="more" id="more-${row.key}"><td role="cell" colspan=${columns.length}>${row.more()}</td></tr>` : nothing}`)}
      </tbody>
    </table>
  </div>`);

/** @param {string} key @param {() => void} draw */
const opener = (key, draw) => html`
  <button class="quiet opener" aria-expanded=${opened.has(key)} aria-controls=${opened.has(key) ? `more-${key}` : nothing} @click=${() => {
    if (!opened.delete(key)) opened.add(key);
    draw();
  }}>${icon(opened.has(key) ? 'chevronUp' : 'chevronDown', 16)}${t('operations.details')}</button>`;

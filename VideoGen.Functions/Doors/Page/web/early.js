// @ts-check
/** Before anything is drawn: the theme that was chosen, and whether what the document shows at once is what was asked for. */
{
  const page = document.documentElement;
  page.dataset.theme = localStorage.getItem('videogen.theme') ?? 'auto';
  const isElsewhere = !/^#?\/?(\?|$)/.test(location.hash);
  const language = localStorage.getItem('videogen.language') ?? page.lang;
  page.toggleAttribute('data-late', isElsewhere || language !== page.lang);
}

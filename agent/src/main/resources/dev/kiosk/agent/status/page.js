'use strict';
// Fetches the page anew and takes its main part over. A page that cannot be fetched is marked as old.
const stale = document.getElementById('stale');
let answered = Date.now();

async function renew() {
  try {
    const reply = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
    if (!reply.ok) {
      throw new Error('status ' + reply.status);
    }
    const fresh = new DOMParser().parseFromString(await reply.text(), 'text/html');
    document.getElementById('main').replaceWith(fresh.getElementById('main'));
    document.title = fresh.title;
    answered = Date.now();
    stale.hidden = true;
  } catch (failure) {
    const seconds = Math.round((Date.now() - answered) / 1000);
    stale.textContent =
      'The agent has not answered for ' + seconds + ' s. What is shown below is old. Is it running?';
    stale.hidden = false;
  }
  setTimeout(renew, 2000);
}

setTimeout(renew, 2000);

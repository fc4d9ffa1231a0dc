// Comfort only: every page works without this file. No inline handlers; no storage but the drafts below, and no network
// but the question whether the house answers before a form that asks for it is sent.
(function () {
  'use strict';
  var all = function (q, root) { return Array.prototype.slice.call((root || document).querySelectorAll(q)); };

  // Filter the rows of a table that is already on the page; empty groups disappear with their rows.
  all('[data-filter]').forEach(function (box) {
    var table = document.getElementById(box.getAttribute('data-filter'));
    if (!table) { return; }  // an empty list has a box and no table
    var none = document.getElementById(table.id + '-none');
    box.addEventListener('input', function () {
      var words = box.value.trim().toLowerCase().split(/\s+/), group = null, shown = 0, inGroup = 0;
      all('tbody tr', table).forEach(function (row) {
        if (row.classList.contains('grp')) {
          if (group) { group.hidden = !inGroup; }
          group = row; inGroup = 0; return;
        }
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (w) { return text.indexOf(w) >= 0; });
        if (!row.hidden) { shown += 1; inGroup += 1; }
      });
      if (group) { group.hidden = !inGroup; }
      if (none) { none.hidden = shown > 0; }
    });
  });

  // Keys: "/" goes to the filter; j and k walk the rows' main links. Never inside a field, never with a modifier.
  document.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) { return; }
    if (e.key === '/') { var box = document.querySelector('[data-filter]'); if (box) { e.preventDefault(); box.focus(); } }
    if (e.key === 'j' || e.key === 'k') {
      var links = all('tbody tr:not([hidden]) a.do'), at = links.indexOf(document.activeElement);
      var next = links[Math.max(0, Math.min(links.length - 1, at + (e.key === 'j' ? 1 : -1)))];
      if (next) { next.focus(); }
    }
  });

  // On a narrow screen a wide picture opens with today in the middle and keeps its lane names in view.
  all('.fig').forEach(function (fig) {
    var now = fig.querySelector('rect.f-nowt');
    var pin = fig.querySelector('[data-pin]');
    if (pin) { fig.addEventListener('scroll', function () { pin.setAttribute('transform', 'translate(' + fig.scrollLeft + ' 0)'); }); }
    if (now) { fig.scrollLeft = Number(now.getAttribute('x')) + 48 - fig.clientWidth / 2; }
  });

  // Timeline: what is under the pointer or the focus is written out below the picture.
  all('[data-tip]').forEach(function (fig) {
    var tip = document.getElementById(fig.getAttribute('data-tip')), rest = tip.textContent;
    var say = function (e) {
      var g = e.target.closest ? e.target.closest('[aria-label]') : null;
      tip.textContent = g && fig.contains(g) && g.tagName === 'g' ? g.getAttribute('aria-label') : rest;
    };
    fig.addEventListener('mouseover', say); fig.addEventListener('focusin', say);
    fig.addEventListener('mouseleave', function () { tip.textContent = rest; });
  });

  // A form with an error summary: move focus to it once. A changed form asks before it is left.
  var sum = document.querySelector('.errsum'); if (sum) { sum.focus(); }
  all('form[data-keep]').forEach(function (form) {
    var dirty = false;
    form.addEventListener('input', function () { dirty = true; });
    form.addEventListener('submit', function () { dirty = false; });
    window.addEventListener('beforeunload', function (e) { if (dirty) { e.preventDefault(); e.returnValue = ''; } });
  });
  all('details.as').forEach(function (d) {
    document.addEventListener('click', function (e) { if (!d.contains(e.target)) { d.open = false; } });
    d.addEventListener('keydown', function (e) { if (e.key === 'Escape') { d.open = false; d.firstElementChild.focus(); } });
  });

  // Drafts of a form marked data-draft="KEY": what was ticked, and when it was, survives a lost connection, a closed
  // tab, a session that ran out. Only on this device; under the account and the seat, so that the next person at an
  // office machine gets none of it; gone when it was sent, on signing out, when another account signs in, and after
  // twelve hours. Words are never kept: they may name people, and this is no place that can be sealed.
  var PREFIX = 'hutong-draft:', HOURS = 12, body = document.body, store = null;
  try { store = window.localStorage; } catch (e) { store = null; }
  var who = body.getAttribute('data-who') || '', mine = PREFIX + who + ':' + (body.getAttribute('data-seat') || '') + ':';
  var read = function (key) { try { return JSON.parse(store.getItem(key)) || {}; } catch (e) { return {}; } };
  var forget = function (which) {
    Object.keys(store).forEach(function (key) { if (key.indexOf(PREFIX) === 0 && which(key)) { store.removeItem(key); } });
  };
  if (store) {
    forget(function (key) {
      return (who && key.indexOf(PREFIX + who + ':') !== 0) || !(Date.now() - read(key).at < HOURS * 3600000);
    });
    all('form[action="/sign-out"]').forEach(function (form) {
      form.addEventListener('submit', function () { forget(function () { return true; }); });
    });
    all('[data-draft-sent]').forEach(function (sent) { store.removeItem(mine + sent.getAttribute('data-draft-sent')); });
    if (who) { all('form[data-draft]').forEach(draft); }
  }
  function draft(form) {
    var key = mine + form.getAttribute('data-draft');
    var fields = all('input[type=radio], input[type=checkbox], select, [data-draft-keep]', form);
    var ticks = function (field) { return field.type === 'radio' || field.type === 'checkbox'; };
    var kept = read(key).fields;
    if (kept && !document.querySelector('.errsum')) {
      fields.forEach(function (field) {
        var values = kept[field.name] || [];
        if (ticks(field)) { field.checked = values.indexOf(field.value) >= 0; } else if (values.length) { field.value = values[0]; }
      });
      told(form, form.getAttribute('data-restored'), 'status', '');
    }
    form.addEventListener('input', function () {
      var values = {};
      fields.forEach(function (field) {
        if (!ticks(field) || field.checked) { (values[field.name] = values[field.name] || []).push(field.value); }
      });
      try { store.setItem(key, JSON.stringify({ at: Date.now(), fields: values })); } catch (e) { /* no room: no draft */ }
    });
  }

  // A form marked data-offline="words" asks first whether the house answers; where it does not, nothing is sent, the page
  // stays as it is with everything that was written on it, and the words say so.
  function told(form, words, role, css) {
    var line = form.querySelector('.flash') || form.insertBefore(document.createElement('p'), form.firstChild);
    line.className = 'flash ' + css; line.setAttribute('role', role); line.textContent = words;
  }
  all('form[data-offline]').forEach(function (form) {
    form.addEventListener('submit', function (e) {
      var waits = true, lost = function () {
        if (!waits) { return; }
        waits = false;
        told(form, form.getAttribute('data-offline'), 'alert', 'bad');
        form.dispatchEvent(new Event('input'));
        form.scrollIntoView();
      };
      e.preventDefault();
      setTimeout(lost, 8000);
      fetch('/healthz', { cache: 'no-store', credentials: 'omit' }).then(function () {
        if (waits) { waits = false; form.submit(); }
      }, lost);
    });
  });
}());

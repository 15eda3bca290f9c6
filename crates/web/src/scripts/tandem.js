// What a script adds to a page that works without one. Stands after GOV.UK's script, in one module with it: `initAll` is theirs.

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// "Copy" becomes "Copied" for four seconds, and is said aloud.
for (const copy of document.querySelectorAll("[data-copy]")) {
  const [text, button, words, status] = ["text", "button", "words", "status"].map((part) =>
    copy.querySelector(`[data-copy-${part}]`),
  );
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      words.textContent = status.textContent = "Copied";
    } catch {
      status.textContent = "Not copied: mark the text and copy it by hand";
      getSelection().selectAllChildren(text);
    }
    setTimeout(() => {
      words.textContent = "Copy";
      status.textContent = "";
    }, 4000);
  });
}

// What to do whenever the server has answered: the session begins anew.
const renewed = [];

// A form keeps what is typed: five seconds after a change it is sent, as it would be, to the address in `data-draft`.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  const say = (words) => {
    if (status) status.textContent = words;
  };
  // Whoever comes back to this page comes back to what they typed: its address names the draft from then on.
  const comeBack = () => {
    const address = new URL(form.dataset.draftForm, location.href);
    for (const name of ["draft", "corrects", "follows"]) {
      const value = form.elements.namedItem(name)?.value;
      if (value) address.searchParams.set(name, value);
    }
    history.replaceState(history.state, "", address);
  };
  let waiting = null;
  const keep = async () => {
    waiting = null;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
        redirect: "error",
      });
      if (answer.status === 409) return say("This is recorded already: open the form again to record more");
      if (!answer.ok) throw new Error(answer.statusText);
      say("Draft saved");
      comeBack();
      renewed.forEach((begin) => begin());
    } catch {
      say("Draft not saved: we will try again");
      waiting ??= setTimeout(keep, 5000);
    }
  };
  form.addEventListener("input", () => {
    waiting ??= setTimeout(keep, 5000);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    comeBack();
  });
}

// Filters as one types: what does not hold the words is hidden, and how many are left is said.
for (const input of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(input.dataset.filter);
  if (!list) continue;
  const rows = list.tBodies ? [...list.tBodies[0].rows] : [...list.children];
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.role = "status";
  input.after(status);
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const left = rows.filter((row) => !row.hidden).length;
    status.textContent = `${left} of ${rows.length} shown`;
  });
}

// Two minutes before the session ends it says so, and lets the person go on. `data-expires` holds seconds from now. At the end the page
// is asked for anew, so that nothing stays on an unwatched screen; but not where that would lose what was typed.
let typed = false;
document.addEventListener("input", () => {
  typed = true;
});
for (const notice of document.querySelectorAll("[data-expires]")) {
  const stay = notice.querySelector("[data-expires-stay]");
  let timers = [];
  const begin = () => {
    timers.forEach(clearTimeout);
    notice.hidden = true;
    const left = Number(notice.dataset.expires) * 1000;
    const warn = () => {
      notice.hidden = false;
      notice.focus();
    };
    const end = () => {
      if (!typed) location.reload();
    };
    timers = [setTimeout(warn, Math.max(left - 120000, 0)), setTimeout(end, left)];
  };
  renewed.push(begin);
  begin();
  stay.addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch(stay.href, { credentials: "same-origin", redirect: "error" }).catch(() => null);
    if (answer?.ok) begin();
    else if (!typed) location.reload();
  });
}

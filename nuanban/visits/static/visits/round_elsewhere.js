// What the crew does today beside visits: a card each, above the list.

/** `place` shows them, or nothing. */
export function showElsewhere(place, cards) {
  place.hidden = !cards.length;
  place.replaceChildren(...cards.map(({ title, lines, address, label }) => {
    const card = document.querySelector("template[data-elsewhere-card]").content.cloneNode(true).firstElementChild;
    const more = card.querySelector("[data-more]");
    card.querySelector("[data-title]").textContent = title;
    more.before(...lines.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    Object.assign(more, { href: address, textContent: label });
    return card;
  }));
}

// Lists of the hall draw themselves anew every few seconds, but never under somebody's hands.

const busy = (list) => list.querySelector("details[open]") !== null
  || (list.contains(document.activeElement) && document.activeElement.matches("select, input, textarea"));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.matches?.("[hx-trigger^=every]") && busy(event.detail.elt)) event.preventDefault();
});

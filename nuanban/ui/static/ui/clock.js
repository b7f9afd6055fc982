// <nb-clock>: the hour on a wall screen, always in the city's time.

const hour = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "numeric", minute: "2-digit", hour12: false });

class Clock extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), 5000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  draw() {
    const text = hour.format(new Date());
    if (this.textContent !== text) this.textContent = text;
  }
}
if (!customElements.get("nb-clock")) customElements.define("nb-clock", Clock);
